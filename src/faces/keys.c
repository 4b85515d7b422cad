/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "src/faces/keys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/rand.h"

enum { PATH_ROOM = 4096 };

static void key_path(const char *data, char path[PATH_ROOM])
{
	(void)snprintf(path, PATH_ROOM, "%s/master.key", data);
}

static enum rc read_key(int fd, unsigned char master[KEY_LEN])
{
	struct stat st;
	if (fstat(fd, &st) != 0)
		return RC_BROKEN;
	if ((st.st_mode & 077) != 0)
		return RC_DENIED;
	return read(fd, master, KEY_LEN) == KEY_LEN ? RC_OK : RC_BROKEN;
}

enum rc keys_load(const char *data, unsigned char master[KEY_LEN])
{
	char path[PATH_ROOM];
	key_path(data, path);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == ENOENT ? RC_NOT_FOUND : RC_BROKEN;
	enum rc rc = read_key(fd, master);
	close(fd);
	return rc;
}

static enum rc write_key(int fd, const unsigned char key[KEY_LEN])
{
	return write(fd, key, KEY_LEN) == KEY_LEN && fsync(fd) == 0 ? RC_OK : RC_BROKEN;
}

static enum rc sync_directory(const char *data)
{
	int fd = open(data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return RC_BROKEN;
	int failed = fsync(fd);
	close(fd);
	return failed ? RC_BROKEN : RC_OK;
}

enum rc keys_make(const char *data, const unsigned char *from)
{
	char path[PATH_ROOM];
	unsigned char key[KEY_LEN];
	if (mkdir(data, 0700) != 0 && errno != EEXIST)
		return RC_BROKEN;
	key_path(data, path);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno == EEXIST ? RC_OK : RC_BROKEN;
	if (from != NULL)
		memcpy(key, from, KEY_LEN);
	else
		rand_bytes(key, sizeof(key));
	enum rc rc = write_key(fd, key);
	close(fd);
	bytes_wipe(key, sizeof(key));
	return rc == RC_OK ? sync_directory(data) : rc;
}
