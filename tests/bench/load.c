/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Load for ./chaos and ./bench: many keep-alive clients on one thread.
 *
 *	kin-load [options] ADDRESS:PORT PLAN
 *
 *	--clients N    connections; 64
 *	--seconds S    how long; 1
 *	--requests N   ends after so many answers
 *	--rate R       requests a second, from a clock: an answer that comes late
 *	               makes the next ones late too, and that counts; 0: no pause
 *	--once         a connection that is lost is not made again
 *	--log FILE     what became of each request with a key: KEY LINE STATUS
 *	--prefix TEXT  begins every key
 *	--seed N
 *
 * PLAN holds a request a line, parted by tabs: weight, name, method, path, headers
 * (parted by |), body. %K in headers and body is a key of its own each time. One
 * JSON object on standard output tells what happened.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

enum { HEAD_MAX = 64 * 1024, NAMES_MAX = 16, KEY_LEN = 24, EVENTS = 256 };

struct entry {
	char *text; /* the whole request, %K where the key goes */
	size_t len;
	uint64_t until; /* weights up to and with this one */
	int name, line;
	bool keyed;
};

struct kind { /* what requests of one name took */
	char name[32];
	uint32_t *us;
	size_t n, room;
	uint64_t statuses[6];
};

struct client {
	int fd;
	bool busy, writing;
	const struct entry *entry;
	char key[KEY_LEN + 1];
	char *out;
	size_t out_len, sent;
	char *in;
	size_t in_len, head_len, left; /* left: body bytes that are still to come */
	int status;
	int64_t began;
};

static struct {
	int clients, rate;
	double seconds;
	uint64_t requests, seed;
	bool once;
	const char *log, *prefix;
	struct sockaddr_in to;
	char host[64];
} conf = { .clients = 64, .seconds = 1, .seed = 1, .prefix = "k" };

static struct entry *entries;
static size_t entries_n;
static struct kind kinds[NAMES_MAX];
static int kinds_n;
static struct client *clients;
static int epoll, open_n;
static FILE *log_file;
static uint64_t keys, answers, lost, chance;
static int64_t started, due_next, ends;

static int64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * INT64_C(1000000000) + t.tv_nsec;
}

static void give_up(const char *what)
{
	fprintf(stderr, "kin-load: %s: %s\n", what, strerror(errno));
	exit(3);
}

static void *room(void *at, size_t n)
{
	void *p = realloc(at, n);
	if (p == NULL)
		give_up("memory");
	return p;
}

static uint64_t draw(void)
{
	chance ^= chance << 13;
	chance ^= chance >> 7;
	chance ^= chance << 17;
	return chance;
}

/* --- the plan ------------------------------------------------------------------------- */

static int kind_of(const char *name)
{
	for (int i = 0; i < kinds_n; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return i;
	if (kinds_n == NAMES_MAX)
		give_up("too many names");
	(void)snprintf(kinds[kinds_n].name, sizeof(kinds[0].name), "%s", name);
	return kinds_n++;
}

/* How much longer a text is once its keys are filled in. */
static long growth(const char *s)
{
	long n = 0;
	for (; (s = strstr(s, "%K")) != NULL; s += 2)
		n += KEY_LEN - 2;
	return n;
}

static void add_entry(char *line, int number)
{
	char *field[6] = { NULL }, *at = line;
	for (int i = 0; i < 6; i++)
		field[i] = strsep(&at, "\t");
	if (field[4] == NULL)
		give_up("a line of the plan");
	const char *body = field[5] ? field[5] : "";
	entries = room(entries, (entries_n + 1) * sizeof(*entries));
	struct entry *e = &entries[entries_n];
	uint64_t before = entries_n ? entries[entries_n - 1].until : 0;
	*e = (struct entry){ .line = number, .name = kind_of(field[1]) };
	e->until = before + strtoull(field[0], NULL, 10);
	e->text = room(NULL, HEAD_MAX);
	char *to = e->text;
	to += sprintf(to, "%s %s HTTP/1.1\r\nHost: %s\r\n", field[2], field[3], conf.host);
	for (char *h = field[4], *one; (one = strsep(&h, "|")) != NULL;)
		if (*one != '\0')
			to += sprintf(to, "%s\r\n", one);
	if (strcmp(field[2], "POST") == 0)
		to += sprintf(to, "Content-Length: %ld\r\n", (long)strlen(body) + growth(body));
	to += sprintf(to, "\r\n%s", body);
	e->len = (size_t)(to - e->text);
	e->text = room(e->text, e->len + 1);
	e->keyed = strstr(e->text, "%K") != NULL;
	entries_n++;
}

static void read_plan(const char *path)
{
	FILE *f = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	ssize_t len;
	if (f == NULL)
		give_up(path);
	for (int number = 0; (len = getline(&line, &size, f)) > 0; number++) {
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		if (line[0] != '\0')
			add_entry(line, number);
	}
	free(line);
	fclose(f);
	if (entries_n == 0)
		give_up("an empty plan");
}

static const struct entry *pick(void)
{
	uint64_t at = draw() % entries[entries_n - 1].until;
	size_t low = 0, high = entries_n - 1;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (entries[middle].until > at)
			high = middle;
		else
			low = middle + 1;
	}
	return &entries[low];
}

/* --- one client ------------------------------------------------------------------------- */

static void watch(struct client *c, bool writing)
{
	struct epoll_event e = { .events = EPOLLIN | (writing ? EPOLLOUT : 0), .data.ptr = c };
	c->writing = writing;
	epoll_ctl(epoll, EPOLL_CTL_MOD, c->fd, &e);
}

static void connect_client(struct client *c)
{
	int on = 1;
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&conf.to, sizeof(conf.to)) != 0) {
		if (c->fd >= 0)
			close(c->fd);
		c->fd = -1;
		return;
	}
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	fcntl(c->fd, F_SETFL, O_NONBLOCK);
	struct epoll_event e = { .events = EPOLLIN, .data.ptr = c };
	epoll_ctl(epoll, EPOLL_CTL_ADD, c->fd, &e);
	c->busy = c->writing = false;
	open_n++;
}

static void note(struct client *c, int status)
{
	struct kind *k = &kinds[c->entry->name];
	k->statuses[status / 100]++;
	if (log_file != NULL && c->entry->keyed)
		fprintf(log_file, "%s %d %d\n", c->key, c->entry->line, status);
	if (status == 0) {
		lost++;
		return;
	}
	answers++;
	if (k->n == k->room)
		k->us = room(k->us, (k->room = k->room ? 2 * k->room : 4096) * sizeof(*k->us));
	k->us[k->n++] = (uint32_t)((now_ns() - c->began) / 1000);
}

static void lose(struct client *c)
{
	if (c->busy)
		note(c, 0);
	close(c->fd);
	c->fd = -1;
	c->busy = false;
	open_n--;
	if (!conf.once)
		connect_client(c);
}

static void push(struct client *c)
{
	ssize_t n = send(c->fd, c->out + c->sent, c->out_len - c->sent, MSG_NOSIGNAL);
	if (n < 0 && errno != EAGAIN) {
		lose(c);
		return;
	}
	c->sent += n > 0 ? (size_t)n : 0;
	if ((c->sent < c->out_len) != c->writing)
		watch(c, c->sent < c->out_len);
}

static void begin(struct client *c, int64_t at)
{
	const struct entry *e = c->entry = pick();
	c->busy = true;
	c->began = at;
	c->in_len = c->head_len = c->left = c->sent = 0;
	c->out_len = e->len;
	if (!e->keyed) {
		memcpy(c->out, e->text, e->len);
		push(c);
		return;
	}
	(void)snprintf(c->key, sizeof(c->key), "%.12s%0*llu", conf.prefix,
		       KEY_LEN - (int)strnlen(conf.prefix, 12), (unsigned long long)++keys);
	char *to = c->out;
	for (const char *s = e->text; *s != '\0';) {
		if (s[0] == '%' && s[1] == 'K') {
			memcpy(to, c->key, KEY_LEN);
			to += KEY_LEN;
			s += 2;
		} else {
			*to++ = *s++;
		}
	}
	c->out_len = (size_t)(to - c->out);
	push(c);
}

static void read_head(struct client *c)
{
	char *end = memmem(c->in, c->in_len, "\r\n\r\n", 4);
	if (end == NULL)
		return;
	c->head_len = (size_t)(end - c->in) + 4;
	c->in[c->head_len - 1] = '\0';
	c->status = atoi(c->in + 9);
	const char *length = strcasestr(c->in, "\r\nContent-Length:");
	size_t body = length ? strtoul(length + 17, NULL, 10) : 0;
	size_t have = c->in_len - c->head_len;
	c->left = body > have ? body - have : 0;
	c->in_len = 0;
}

/* True when a whole answer has come. */
static bool pull(struct client *c)
{
	for (;;) {
		ssize_t n = recv(c->fd, c->in + c->in_len, HEAD_MAX - 1 - c->in_len, 0);
		if (n < 0 && errno == EAGAIN)
			return false;
		if (n <= 0 || !c->busy) {
			lose(c);
			return false;
		}
		if (c->head_len == 0) {
			c->in_len += (size_t)n;
			read_head(c);
		} else {
			c->left -= (size_t)n < c->left ? (size_t)n : c->left;
		}
		if (c->head_len > 0 && c->left == 0)
			return true;
		if (c->in_len >= HEAD_MAX - 1) {
			lose(c);
			return false;
		}
	}
}

/* --- all of them --------------------------------------------------------------------------- */

static bool over(int64_t now)
{
	return now >= ends || (conf.requests > 0 && answers >= conf.requests);
}

static void next(struct client *c)
{
	int64_t now = now_ns();
	if (c->fd < 0 || over(now))
		return;
	if (conf.rate == 0) {
		begin(c, now);
	} else if (due_next <= now) {
		begin(c, due_next);
		due_next += INT64_C(1000000000) / conf.rate;
	}
}

/* With a rate: starts what is due on clients that have nothing to do. */
static void start_due(void)
{
	static int turn;
	for (int tried = 0; tried < conf.clients && due_next <= now_ns(); tried++) {
		struct client *c = &clients[turn++ % conf.clients];
		if (!c->busy)
			next(c);
	}
}

static void set_timer(int timer)
{
	struct itimerspec at = { .it_value = { due_next / 1000000000, due_next % 1000000000 } };
	timerfd_settime(timer, TFD_TIMER_ABSTIME, &at, NULL);
}

static int make_timer(void)
{
	int timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
	struct epoll_event e = { .events = EPOLLIN, .data.ptr = NULL };
	epoll_ctl(epoll, EPOLL_CTL_ADD, timer, &e);
	return timer;
}

static void serve(struct epoll_event *e, int timer)
{
	struct client *c = e->data.ptr;
	uint64_t ticks;
	if (c == NULL) {
		if (read(timer, &ticks, sizeof(ticks)) > 0)
			start_due();
		set_timer(timer);
		return;
	}
	if (c->fd >= 0 && (e->events & EPOLLOUT))
		push(c);
	if (c->fd < 0 || !(e->events & ~(unsigned)EPOLLOUT) || !pull(c))
		return;
	note(c, c->status);
	c->busy = false;
	next(c);
}

static void run(void)
{
	struct epoll_event events[EVENTS];
	int timer = make_timer();
	started = due_next = now_ns();
	ends = started + (int64_t)(conf.seconds * 1e9);
	for (int i = 0; i < conf.clients; i++)
		next(&clients[i]);
	if (conf.rate > 0)
		set_timer(timer);
	while (!over(now_ns()) && open_n > 0) {
		int n = epoll_wait(epoll, events, EVENTS, 20);
		for (int i = 0; i < n; i++)
			serve(&events[i], timer);
	}
	ends = now_ns() < ends ? now_ns() : ends;
}

/* Those under way are given two seconds: what was begun has an end in the log. */
static void wind_up(void)
{
	struct epoll_event events[EVENTS];
	int64_t last = now_ns() + INT64_C(2000000000);
	int busy = 1;
	while (busy > 0 && now_ns() < last) {
		int n = epoll_wait(epoll, events, EVENTS, 20);
		for (int i = 0; i < n; i++) {
			struct client *c = events[i].data.ptr;
			if (c == NULL || c->fd < 0)
				continue;
			if (events[i].events & EPOLLOUT)
				push(c);
			if (c->fd >= 0 && (events[i].events & EPOLLIN) && pull(c)) {
				note(c, c->status);
				c->busy = false;
			}
		}
		busy = 0;
		for (int i = 0; i < conf.clients; i++)
			busy += clients[i].busy;
	}
	for (int i = 0; i < conf.clients; i++)
		if (clients[i].busy)
			note(&clients[i], 0);
}

/* --- what it was ----------------------------------------------------------------------------- */

static int compare(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

static void tell(void)
{
	double took = (double)(ends - started) / 1e9;
	printf("{\"seconds\":%.3f,\"answers\":%llu,\"lost\":%llu,\"rate\":%.1f,\"kinds\":{", took,
	       (unsigned long long)answers, (unsigned long long)lost, (double)answers / took);
	for (int i = 0; i < kinds_n; i++) {
		struct kind *k = &kinds[i];
		qsort(k->us, k->n, sizeof(*k->us), compare);
		printf("%s\"%s\":{\"n\":%zu,\"p50\":%u,\"p99\":%u,\"max\":%u,\"lost\":%llu,\"2xx\":%llu,"
		       "\"3xx\":%llu,\"4xx\":%llu,\"5xx\":%llu}",
		       i ? "," : "", k->name, k->n, k->n ? k->us[k->n / 2] : 0,
		       k->n ? k->us[k->n * 99 / 100] : 0, k->n ? k->us[k->n - 1] : 0,
		       (unsigned long long)k->statuses[0], (unsigned long long)k->statuses[2],
		       (unsigned long long)k->statuses[3], (unsigned long long)k->statuses[4],
		       (unsigned long long)k->statuses[5]);
	}
	printf("}}\n");
}

static void read_option(const char *name, const char *value)
{
	if (strcmp(name, "--clients") == 0)
		conf.clients = atoi(value);
	else if (strcmp(name, "--seconds") == 0)
		conf.seconds = atof(value);
	else if (strcmp(name, "--requests") == 0)
		conf.requests = strtoull(value, NULL, 10);
	else if (strcmp(name, "--rate") == 0)
		conf.rate = atoi(value);
	else if (strcmp(name, "--log") == 0)
		conf.log = value;
	else if (strcmp(name, "--prefix") == 0)
		conf.prefix = value;
	else if (strcmp(name, "--seed") == 0)
		conf.seed = strtoull(value, NULL, 10);
	else
		give_up(name);
}

static void read_address(const char *text)
{
	char host[48];
	const char *colon = strrchr(text, ':');
	if (colon == NULL || colon - text >= (long)sizeof(host))
		give_up("ADDRESS:PORT");
	(void)snprintf(host, sizeof(host), "%.*s", (int)(colon - text), text);
	(void)snprintf(conf.host, sizeof(conf.host), "%s", text);
	conf.to = (struct sockaddr_in){ .sin_family = AF_INET,
					.sin_port = htons((uint16_t)atoi(colon + 1)) };
	if (inet_pton(AF_INET, host, &conf.to.sin_addr) != 1)
		give_up("ADDRESS:PORT");
}

int main(int argc, char **argv)
{
	int i = 1;
	for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
		if (strcmp(argv[i], "--once") == 0)
			conf.once = true;
		else if (i + 1 < argc)
			read_option(argv[i], argv[i + 1]), i++;
	}
	if (argc - i != 2)
		give_up("usage: kin-load [options] ADDRESS:PORT PLAN");
	read_address(argv[i]);
	read_plan(argv[i + 1]);
	chance = conf.seed * UINT64_C(0x9e3779b97f4a7c15) | 1;
	log_file = conf.log ? fopen(conf.log, "w") : NULL;
	epoll = epoll_create1(EPOLL_CLOEXEC);
	clients = calloc((size_t)conf.clients, sizeof(*clients));
	for (int n = 0; n < conf.clients; n++) {
		clients[n].out = room(NULL, HEAD_MAX);
		clients[n].in = room(NULL, HEAD_MAX);
		connect_client(&clients[n]);
	}
	run();
	wind_up();
	if (log_file != NULL)
		fclose(log_file);
	tell();
	return 0;
}
