/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "lib/send/send.h"

#include <curl/curl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "lib/base/text.h"
#include "lib/base/wire.h"

enum { PART_MAX = 8192, PARTS = 4, TIMEOUT_S = 30 };

struct sender {
	pid_t pid;
	int fd;
	pthread_mutex_t lock; /* one message at a time */
};

/* --- the socket pair: four texts there, one result back ------------------------------- */

static bool get_all(int fd, void *bytes, size_t len)
{
	for (char *at = bytes; len > 0;) {
		ssize_t n = recv(fd, at, len, 0);
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

static bool put_text(int fd, const char *text)
{
	uint32_t len = (uint32_t)strlen(text);
	return wire_put(fd, &len, sizeof(len)) && wire_put(fd, text, len);
}

static bool get_text(int fd, char text[PART_MAX])
{
	uint32_t len;
	if (!get_all(fd, &len, sizeof(len)) || len >= PART_MAX || !get_all(fd, text, len))
		return false;
	text[len] = '\0';
	return true;
}

/* --- in the child ------------------------------------------------------------------------ */

struct mail {
	char text[3 * PART_MAX];
	size_t len, at;
};

static size_t give_mail(char *to, size_t size, size_t n, void *ctx)
{
	struct mail *m = ctx;
	size_t room = size * n, left = m->len - m->at, some = left < room ? left : room;
	memcpy(to, m->text + m->at, some);
	m->at += some;
	return some;
}

/* Header values are ours, but an address is somebody's: no line break gets in. */
static bool is_line(const char *text)
{
	return strpbrk(text, "\r\n") == NULL;
}

/* RFC 5322, with CRLF; the subject as an encoded word (RFC 2047) so that any
 * language fits. */
static void write_mail(struct mail *m, const char *from, char part[PARTS][PART_MAX])
{
	static const char base64[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	char date[64], subject[1024] = "";
	time_t now = time(NULL);
	struct tm utc;
	gmtime_r(&now, &utc);
	(void)strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S +0000", &utc);
	size_t in = strlen(part[2]), at = 0;
	for (size_t i = 0; i < in && at + 5 < sizeof(subject); i += 3) {
		unsigned char b[3] = { (unsigned char)part[2][i], i + 1 < in ? (unsigned char)part[2][i + 1] : 0,
				       i + 2 < in ? (unsigned char)part[2][i + 2] : 0 };
		subject[at++] = base64[b[0] >> 2];
		subject[at++] = base64[(b[0] & 3) << 4 | b[1] >> 4];
		subject[at++] = i + 1 < in ? base64[(b[1] & 15) << 2 | b[2] >> 6] : '=';
		subject[at++] = i + 2 < in ? base64[b[2] & 63] : '=';
	}
	int n = snprintf(m->text, sizeof(m->text),
			 "Date: %s\r\nFrom: <%s>\r\nTo: <%s>\r\nSubject: =?UTF-8?B?%s?=\r\n"
			 "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
			 "Content-Transfer-Encoding: 8bit\r\nAuto-Submitted: auto-generated\r\n\r\n",
			 date, from, part[1], subject);
	m->len = (size_t)n;
	for (const char *c = part[3]; *c != '\0' && m->len + 4 < sizeof(m->text); c++) {
		if (*c == '\n')
			m->text[m->len++] = '\r';
		m->text[m->len++] = *c;
	}
	m->text[m->len++] = '\r';
	m->text[m->len++] = '\n';
}

static enum rc rc_of_curl(CURL *h, CURLcode code)
{
	long answer = 0;
	if (code == CURLE_OK)
		return RC_OK;
	curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &answer);
	log_line(LOG_WARN, "send", "curl=%d answer=%ld", (int)code, answer);
	return answer >= 500 && answer < 600 ? RC_INVALID : RC_BUSY;
}

static char password[256];

static void read_password(const char *file)
{
	FILE *in = file ? fopen(file, "r") : NULL;
	if (in == NULL)
		return;
	if (fgets(password, sizeof(password), in) != NULL)
		password[strcspn(password, "\r\n")] = '\0';
	fclose(in);
}

static bool is_loopback(const char *url)
{
	return strstr(url, "://127.0.0.1") != NULL || strstr(url, "://localhost") != NULL ||
	       strstr(url, "://[::1]") != NULL;
}

static void set_smtp(CURL *h, const struct send_conf *c)
{
	curl_easy_setopt(h, CURLOPT_URL, c->smtp);
	bool plain = is_loopback(c->smtp) && c->smtp_ca == NULL;
	curl_easy_setopt(h, CURLOPT_USE_SSL, (long)(plain ? CURLUSESSL_TRY : CURLUSESSL_ALL));
	if (plain)
		curl_easy_setopt(h, CURLOPT_SSL_VERIFYPEER, 0L);
	if (c->smtp_ca != NULL)
		curl_easy_setopt(h, CURLOPT_CAINFO, c->smtp_ca);
	if (c->smtp_user != NULL) {
		curl_easy_setopt(h, CURLOPT_USERNAME, c->smtp_user);
		curl_easy_setopt(h, CURLOPT_PASSWORD, password);
	}
}

static enum rc send_mail(CURL *h, const struct send_conf *c, char part[PARTS][PART_MAX])
{
	static struct mail m;
	char from[300];
	if (c->smtp == NULL || c->mail_from == NULL)
		return RC_NOT_FOUND;
	if (!is_line(part[1]) || !is_line(part[2]))
		return RC_INVALID;
	m = (struct mail){ 0 };
	write_mail(&m, c->mail_from, part);
	set_smtp(h, c);
	(void)snprintf(from, sizeof(from), "<%s>", c->mail_from);
	struct curl_slist *to = curl_slist_append(NULL, part[1]);
	curl_easy_setopt(h, CURLOPT_MAIL_FROM, from);
	curl_easy_setopt(h, CURLOPT_MAIL_RCPT, to);
	curl_easy_setopt(h, CURLOPT_READFUNCTION, give_mail);
	curl_easy_setopt(h, CURLOPT_READDATA, &m);
	curl_easy_setopt(h, CURLOPT_UPLOAD, 1L);
	enum rc rc = rc_of_curl(h, curl_easy_perform(h));
	curl_slist_free_all(to);
	return rc;
}

/* A JSON text, into a buffer that is large enough for six bytes a letter. */
static char *put_json(char *to, const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;
		if (c == '"' || c == '\\') {
			*to++ = '\\';
			*to++ = (char)c;
		} else if (c < 0x20) {
			to += snprintf(to, 7, "\\u%04x", c);
		} else {
			*to++ = (char)c;
		}
	}
	return to;
}

static size_t drop(char *bytes, size_t size, size_t n, void *ctx)
{
	(void)bytes, (void)ctx;
	return size * n;
}

static enum rc post_text(CURL *h, const struct send_conf *c, char part[PARTS][PART_MAX])
{
	static char json[13 * PART_MAX];
	char *to = put_json(stpcpy(json, "{\"to\":\""), part[1]);
	to = put_json(stpcpy(to, "\",\"text\":\""), part[3]);
	to = put_json(stpcpy(to, "\",\"id\":\""), part[2]);
	memcpy(to, "\"}", 3);
	struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
	curl_easy_setopt(h, CURLOPT_URL, c->sms_url);
	curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(h, CURLOPT_POSTFIELDS, json);
	curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, drop);
	curl_easy_setopt(h, CURLOPT_FAILONERROR, 1L);
	CURLcode code = curl_easy_perform(h);
	long answer = 0;
	curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &answer);
	curl_slist_free_all(headers);
	if (code == CURLE_OK)
		return RC_OK;
	/* A gateway's 4xx is about this message; all else may go better later. */
	return answer >= 400 && answer < 500 && answer != 429 ? RC_INVALID : RC_BUSY;
}

static enum rc file_text(const struct send_conf *c, char part[PARTS][PART_MAX])
{
	FILE *out = fopen(c->sms_file, "a");
	if (out == NULL)
		return RC_BUSY;
	bool good = fprintf(out, "%s\t%s\n", part[1], part[3]) > 0;
	return fclose(out) == 0 && good ? RC_OK : RC_BUSY;
}

static enum rc send_one(CURL *h, const struct send_conf *c, char part[PARTS][PART_MAX])
{
	curl_easy_reset(h);
	curl_easy_setopt(h, CURLOPT_TIMEOUT, (long)(c->timeout_s ? c->timeout_s : TIMEOUT_S));
	curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "smtp,smtps,http,https");
	if (text_is(part[0], "email"))
		return send_mail(h, c, part);
	if (c->sms_url != NULL)
		return post_text(h, c, part);
	return c->sms_file ? file_text(c, part) : RC_NOT_FOUND;
}

static _Noreturn void be_the_sender(int fd, const struct send_conf *c)
{
	static char part[PARTS][PART_MAX];
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	curl_global_init(CURL_GLOBAL_DEFAULT);
	read_password(c->smtp_password_file);
	CURL *h = curl_easy_init();
	while (h != NULL) {
		bool whole = true;
		for (int i = 0; i < PARTS && whole; i++)
			whole = get_text(fd, part[i]);
		if (!whole)
			break;
		int32_t result = (int32_t)send_one(h, c, part);
		if (!wire_put(fd, &result, sizeof(result)))
			break;
	}
	_exit(0);
}

/* --- in the program ------------------------------------------------------------------------ */

enum rc sender_start(const struct send_conf *conf, struct sender **ret)
{
	int fds[2];
	struct sender *s = calloc(1, sizeof(*s));
	if (s == NULL || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) {
		free(s);
		return RC_BROKEN;
	}
	s->pid = fork();
	if (s->pid == 0) {
		close(fds[0]);
		be_the_sender(fds[1], conf);
	}
	close(fds[1]);
	s->fd = fds[0];
	pthread_mutex_init(&s->lock, NULL);
	if (s->pid > 0) {
		*ret = s;
		return RC_OK;
	}
	close(s->fd);
	free(s);
	return RC_BROKEN;
}

void sender_stop(struct sender *s)
{
	if (s == NULL)
		return;
	close(s->fd);
	waitpid(s->pid, NULL, 0);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

enum rc sender_send(struct sender *s, const char *channel, const char *address, const char *subject,
		    const char *body)
{
	const char *const parts[PARTS] = { channel, address, subject, body };
	int32_t result = RC_BROKEN;
	bool whole = true;
	for (int i = 0; i < PARTS; i++)
		if (strlen(parts[i]) >= PART_MAX)
			return RC_INVALID;
	pthread_mutex_lock(&s->lock);
	for (int i = 0; i < PARTS && whole; i++)
		whole = put_text(s->fd, parts[i]);
	whole = whole && get_all(s->fd, &result, sizeof(result));
	pthread_mutex_unlock(&s->lock);
	return whole ? (enum rc)result : RC_BROKEN;
}
