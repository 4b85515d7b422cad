/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Many open live pages, for ./bench.
 *
 *	kin-streams ADDRESS:PORT TOKENS N EACH PID
 *
 * Opens N streams, EACH with one token of the file; says "open N"; waits for a line
 * on standard input; asks PID to tell everybody (SIGUSR1), and says how many
 * milliseconds it took until each had its event.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { TOKEN_LEN = 43, EVENTS = 512, WAIT_MS = 5000 };

static int64_t now_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000) + t.tv_nsec / 1000;
}

static int open_stream(const struct sockaddr_in *to, const char *token)
{
	char text[512], head[4096];
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || connect(fd, (const struct sockaddr *)to, sizeof(*to)) != 0)
		return -1;
	int n = snprintf(text, sizeof(text),
			 "GET /api/v1/events HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n\r\n",
			 token);
	if (send(fd, text, (size_t)n, 0) != n || recv(fd, head, sizeof(head) - 1, 0) < 12 ||
	    memcmp(head + 9, "200", 3) != 0)
		return -1;
	fcntl(fd, F_SETFL, O_NONBLOCK);
	return fd;
}

/* Takes what has come; true where an event was in it. */
static bool take(int fd)
{
	char text[4096];
	ssize_t n = recv(fd, text, sizeof(text), 0);
	return n > 0 && memmem(text, (size_t)n, "event:", 6) != NULL;
}

static int drain(int epoll, int want, int ms)
{
	struct epoll_event events[EVENTS];
	int got = 0;
	int64_t end = now_us() + ms * INT64_C(1000);
	while (got < want && now_us() < end) {
		int n = epoll_wait(epoll, events, EVENTS, 50);
		for (int i = 0; i < n; i++)
			got += take(events[i].data.fd);
	}
	return got;
}

int main(int argc, char **argv)
{
	if (argc != 6)
		return 2;
	const char *colon = strrchr(argv[1], ':');
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(colon + 1)),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int want = atoi(argv[3]), each = atoi(argv[4]), epoll = epoll_create1(0), open_n = 0;
	char token[TOKEN_LEN + 2], line[16];
	FILE *tokens = fopen(argv[2], "r");
	struct rlimit most = { 100000, 100000 };
	(void)setrlimit(RLIMIT_NOFILE, &most);
	while (open_n < want && tokens != NULL && fscanf(tokens, "%43s", token) == 1) {
		for (int i = 0; i < each && open_n < want; i++, open_n++) {
			struct epoll_event e = { .events = EPOLLIN };
			e.data.fd = open_stream(&to, token);
			if (e.data.fd < 0)
				return fprintf(stderr, "stream %d: %s\n", open_n, strerror(errno)), 3;
			epoll_ctl(epoll, EPOLL_CTL_ADD, e.data.fd, &e);
		}
	}
	printf("open %d\n", open_n);
	fflush(stdout);
	while (fgets(line, sizeof(line), stdin) != NULL) {
		drain(epoll, want, 200);
		int64_t began = now_us();
		kill(atoi(argv[5]), SIGUSR1);
		int got = drain(epoll, open_n, WAIT_MS);
		printf("%d %.1f\n", got, (double)(now_us() - began) / 1000);
		fflush(stdout);
	}
	return 0;
}
