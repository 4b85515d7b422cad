/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"

#include "lib/crypto/crypto.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct id_cipher *cipher;
	static const unsigned char key[KEY_LEN] = "the same in each run";
	if (cipher == NULL)
		PROMISE(crypto_start() == RC_OK && id_cipher_new(key, &cipher) == RC_OK);
	char *text = fuzz_text(data, len), out[27];
	int64_t id = 0;
	/* An id has one way to be written, and one kind. */
	if (id_private(cipher, ID_OF_message, text, &id)) {
		id_public(cipher, ID_OF_message, id, out);
		PROMISE(strcasecmp(out, text) == 0);
		PROMISE(!id_private(cipher, ID_OF_thread, text, &id));
	}
	if (len >= sizeof(id)) {
		memcpy(&id, data, sizeof(id));
		id = (int64_t)((uint64_t)id >> 1);
		int64_t back = 0;
		id_public(cipher, ID_OF_person, id, out);
		PROMISE(strlen(out) == 26);
		PROMISE(id == 0 || (id_private(cipher, ID_OF_person, out, &back) && back == id));
		PROMISE(!id_private(cipher, ID_OF_account, out, &back));
	}
	free(text);
	return 0;
}
