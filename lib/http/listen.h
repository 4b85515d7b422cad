/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Addresses to listen on, and who connects: for server.c alone. */
#ifndef HTTP_LISTEN_H
#define HTTP_LISTEN_H

#include <netinet/in.h>
#include <sys/socket.h>

#include "lib/base/rc.h"

enum { LISTEN_TEXT = INET6_ADDRSTRLEN + sizeof("[]:65535") };

struct listen_address {
	struct sockaddr_storage at;
	socklen_t len;
	char text[LISTEN_TEXT]; /* "127.0.0.1:8080", "[::1]:8080" */
};

/*
 * Reads such a text, learns the real port where it asks for port 0, and
 * whether somebody else has it (RC_BUSY): the workers' own sockets share the
 * port and would not notice.
 */
must enum rc listen_find(const char *text, struct listen_address *ret);
/* One more socket on that address, so that the kernel spreads connections. */
must enum rc listen_open(const struct listen_address *address, int *ret_fd);
/* The other end's address; IPv4 in its own form also where it came over IPv6. */
void listen_show_peer(const struct sockaddr *peer, char text[INET6_ADDRSTRLEN]);

/* Counts the connections of each peer: an IPv4 address, or an IPv6 /64. */
struct visitors;
struct visitor;

struct visitors *visitors_new(void);
void visitors_free(struct visitors *v);
/* Counts one more; NULL where the peer has `most` already, or memory is short. */
struct visitor *visitors_enter(struct visitors *v, const struct sockaddr *peer, unsigned most);
/* One less; NULL is nobody. */
void visitors_leave(struct visitors *v, struct visitor *who);

#endif
