/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The limit beside "hello": the same library, the same loop and the same bytes of
 * body and headers, and nothing of ours. One worker, as ./bench pins it.
 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct MHD_Response *hello;
static volatile sig_atomic_t stopping;

static void on_stop(int which)
{
	(void)which;
	stopping = 1;
}

static enum MHD_Result answer(void *ctx, struct MHD_Connection *c, const char *url,
			      const char *method, const char *version, const char *upload,
			      size_t *upload_len, void **seen)
{
	(void)ctx, (void)url, (void)method, (void)version, (void)upload, (void)upload_len;
	/* The first call only announces the request. */
	if (*seen == NULL) {
		*seen = hello;
		return MHD_YES;
	}
	*seen = NULL;
	return MHD_queue_response(c, 200, hello);
}

static void make_hello(void)
{
	static char body[] = "{\"ready\":true}";
	static const char *const headers[][2] = {
		{ "Content-Type", "application/json" },
		{ "Content-Security-Policy",
		  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
		  "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
		  "manifest-src 'self'; worker-src 'self'; require-trusted-types-for 'script'; "
		  "trusted-types kin" },
		{ "X-Content-Type-Options", "nosniff" },
		{ "Referrer-Policy", "no-referrer" },
		{ "Cache-Control", "no-store" },
		{ "Cross-Origin-Opener-Policy", "same-origin" },
		{ "Cross-Origin-Resource-Policy", "same-origin" },
		{ "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()" },
		{ "X-Frame-Options", "DENY" },
	};
	hello = MHD_create_response_from_buffer(sizeof(body) - 1, body, MHD_RESPMEM_PERSISTENT);
	for (size_t i = 0; i < sizeof(headers) / sizeof(*headers); i++)
		MHD_add_response_header(hello, headers[i][0], headers[i][1]);
}

static int listen_on(struct sockaddr_in *at)
{
	socklen_t len = sizeof(*at);
	int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	*at = (struct sockaddr_in){ .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	if (bind(fd, (struct sockaddr *)at, sizeof(*at)) != 0 || listen(fd, 1024) != 0)
		return -1;
	getsockname(fd, (struct sockaddr *)at, &len);
	return fd;
}

int main(void)
{
	struct sockaddr_in at;
	int fd = listen_on(&at);
	make_hello();
	struct MHD_Daemon *d = MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_TURBO | MHD_ALLOW_SUSPEND_RESUME,
						0, NULL, NULL, answer, NULL, MHD_OPTION_LISTEN_SOCKET, fd,
						MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)16384,
						MHD_OPTION_END);
	if (fd < 0 || d == NULL)
		return 3;
	signal(SIGTERM, on_stop);
	signal(SIGPIPE, SIG_IGN);
	printf("listening http://127.0.0.1:%d\n", ntohs(at.sin_port));
	fflush(stdout);
	struct pollfd fds = { .fd = MHD_get_daemon_info(d, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd,
			      .events = POLLIN };
	while (!stopping) {
		unsigned long long ms;
		bool pending = MHD_get_timeout(d, &ms) == MHD_YES && ms == 0;
		poll(&fds, 1, pending ? 0 : 1000);
		MHD_run(d);
	}
	MHD_stop_daemon(d);
	MHD_destroy_response(hello);
	return 0;
}
