/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A preloaded library that writes down what a program does to the files of one
 * flat directory, so that a power cut can be played afterwards: every write, and
 * which writes a sync has made safe. tests/chaos/disk.py reads it.
 *
 *	POWERCUT_DIR=/absolute/dir     the directory
 *	POWERCUT_TRACE=/dev/shm/file   where it is written down (1 GiB, sparse)
 *	POWERCUT_SYNC_US=2000          how long a sync takes; alone: only that
 *
 * The trace is shared memory, so a kill -9 loses none of it. What SQLite maps
 * (-shm) is built anew after a crash and is left out.
 */
#undef _FILE_OFFSET_BITS /* both names of each function are defined here */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { FDS_MAX = 65536, FILES_MAX = 4096, NAME_LEN = 120, NO_ID = -1 };
enum record_type { WRITE = 1, TRUNCATE, SYNC, CREATE, UNLINK, RENAME, DIR_SYNC, KNOWN };
#define TRACE_MAX (UINT64_C(1) << 30)

/* As it stands in the trace; `more` bytes follow, filled up to 8. */
struct record {
	uint32_t type;
	int32_t file;
	uint64_t offset, more;
};

static struct {
	const char *dir;
	size_t dir_len;
	unsigned char *trace; /* the first 8 bytes: how much of it is whole */
	long sync_us;
	pthread_mutex_t lock;
	int ids[FDS_MAX]; /* of files, plus 1; 0 for what is not ours */
	char names[FILES_MAX][NAME_LEN];
	int files;
} cut = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* The function that this one stands before, looked up once. */
#define REAL(name)                                                                                 \
	({                                                                                         \
		static _Atomic(__typeof__(&name)) found;                                           \
		if (atomic_load(&found) == NULL)                                                   \
			atomic_store(&found, (__typeof__(&name))real(#name));                      \
		atomic_load(&found);                                                               \
	})

static void *real(const char *name)
{
	void *at = dlsym(RTLD_NEXT, name);
	if (at == NULL)
		abort();
	return at;
}

/* --- the trace ------------------------------------------------------------------------ */

__attribute__((constructor)) static void start(void)
{
	const char *dir = getenv("POWERCUT_DIR"), *trace = getenv("POWERCUT_TRACE");
	const char *us = getenv("POWERCUT_SYNC_US");
	cut.sync_us = us ? atol(us) : 0;
	if (dir == NULL || trace == NULL)
		return;
	int fd = REAL(open)(trace, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || REAL(ftruncate)(fd, (off_t)TRACE_MAX) != 0)
		abort();
	cut.trace = mmap(NULL, TRACE_MAX, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (cut.trace == MAP_FAILED)
		abort();
	atomic_store((_Atomic uint64_t *)cut.trace, 8);
	cut.dir = dir;
	cut.dir_len = strlen(dir);
	REAL(close)(fd);
}

static uint64_t end_of_trace(void)
{
	return atomic_load((_Atomic uint64_t *)cut.trace);
}

/* The length moves on last: a record is there whole or not at all. */
static void write_down(enum record_type type, int file, uint64_t offset, const void *bytes,
		       uint64_t more)
{
	uint64_t at = end_of_trace(), whole = sizeof(struct record) + ((more + 7) & ~UINT64_C(7));
	struct record r = { type, file, offset, more };
	if (at + whole > TRACE_MAX)
		abort();
	memcpy(cut.trace + at, &r, sizeof(r));
	if (more > 0)
		memcpy(cut.trace + at + sizeof(r), bytes, more);
	atomic_store((_Atomic uint64_t *)cut.trace, at + whole);
}

/* --- names and numbers of files ----------------------------------------------------------- */

static const char *name_in_dir(const char *path)
{
	if (cut.dir == NULL || strncmp(path, cut.dir, cut.dir_len) != 0 || path[cut.dir_len] != '/')
		return NULL;
	const char *name = path + cut.dir_len + 1;
	size_t len = strlen(name);
	bool mapped = len > 4 && strcmp(name + len - 4, "-shm") == 0;
	return mapped || len == 0 || strchr(name, '/') ? NULL : name;
}

static int file_of(const char *name)
{
	for (int i = cut.files - 1; i >= 0; i--)
		if (strcmp(cut.names[i], name) == 0)
			return i;
	return NO_ID;
}

static int add_file(const char *name, enum record_type how)
{
	if (cut.files == FILES_MAX)
		abort();
	(void)snprintf(cut.names[cut.files], NAME_LEN, "%s", name);
	write_down(how, cut.files, 0, name, strlen(name) + 1);
	return cut.files++;
}

static int id_of(int fd)
{
	return fd >= 0 && fd < FDS_MAX && cut.ids[fd] != 0 ? cut.ids[fd] - 1 : NO_ID;
}

static int opened(int fd, const char *name, int flags, bool was_there)
{
	int id = was_there ? file_of(name) : NO_ID;
	if (id == NO_ID)
		id = add_file(name, was_there ? KNOWN : CREATE);
	if (was_there && (flags & O_TRUNC))
		write_down(TRUNCATE, id, 0, NULL, 0);
	cut.ids[fd] = id + 1;
	return fd;
}

static int open_it(int dirfd, const char *path, int flags, mode_t mode)
{
	const char *name = name_in_dir(path);
	bool is_dir = cut.dir != NULL && strcmp(path, cut.dir) == 0;
	if (name == NULL && !is_dir)
		return REAL(openat)(dirfd, path, flags, mode);
	pthread_mutex_lock(&cut.lock);
	bool was_there = access(path, F_OK) == 0;
	int fd = REAL(openat)(dirfd, path, flags, mode);
	if (fd >= 0 && fd < FDS_MAX && is_dir)
		cut.ids[fd] = FILES_MAX + 1; /* the directory itself */
	else if (fd >= 0 && fd < FDS_MAX)
		opened(fd, name, flags, was_there);
	pthread_mutex_unlock(&cut.lock);
	return fd;
}

#define MODE_OF(flags, mode)                                                                       \
	mode_t mode = 0;                                                                           \
	if ((flags) & (O_CREAT | O_TMPFILE)) {                                                     \
		va_list args;                                                                      \
		va_start(args, flags);                                                             \
		mode = va_arg(args, mode_t);                                                       \
		va_end(args);                                                                      \
	}

int open(const char *path, int flags, ...)
{
	MODE_OF(flags, mode)
	return open_it(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	MODE_OF(flags, mode)
	return open_it(AT_FDCWD, path, flags, mode);
}

int openat(int dirfd, const char *path, int flags, ...)
{
	MODE_OF(flags, mode)
	return open_it(dirfd, path, flags, mode);
}

int openat64(int dirfd, const char *path, int flags, ...)
{
	MODE_OF(flags, mode)
	return open_it(dirfd, path, flags, mode);
}

int close(int fd)
{
	if (fd >= 0 && fd < FDS_MAX && cut.ids[fd] != 0) {
		pthread_mutex_lock(&cut.lock);
		cut.ids[fd] = 0;
		pthread_mutex_unlock(&cut.lock);
	}
	return REAL(close)(fd);
}

/* --- what changes files -------------------------------------------------------------------- */

static ssize_t wrote(int id, off_t at, const void *bytes, ssize_t n)
{
	int error = errno;
	if (n > 0)
		write_down(WRITE, id, (uint64_t)at, bytes, (uint64_t)n);
	pthread_mutex_unlock(&cut.lock);
	errno = error;
	return n;
}

ssize_t pwrite(int fd, const void *bytes, size_t len, off_t at)
{
	int id = id_of(fd);
	if (id == NO_ID)
		return REAL(pwrite)(fd, bytes, len, at);
	pthread_mutex_lock(&cut.lock);
	return wrote(id, at, bytes, REAL(pwrite)(fd, bytes, len, at));
}

ssize_t pwrite64(int fd, const void *bytes, size_t len, off_t at)
{
	return pwrite(fd, bytes, len, at);
}

ssize_t write(int fd, const void *bytes, size_t len)
{
	int id = id_of(fd);
	if (id == NO_ID)
		return REAL(write)(fd, bytes, len);
	pthread_mutex_lock(&cut.lock);
	bool append = (fcntl(fd, F_GETFL) & O_APPEND) != 0;
	off_t at = lseek(fd, 0, append ? SEEK_END : SEEK_CUR);
	return wrote(id, at, bytes, REAL(write)(fd, bytes, len));
}

ssize_t writev(int fd, const struct iovec *parts, int n)
{
	if (id_of(fd) == NO_ID)
		return REAL(writev)(fd, parts, n);
	ssize_t all = 0;
	for (int i = 0; i < n; i++) {
		ssize_t one = write(fd, parts[i].iov_base, parts[i].iov_len);
		if (one < 0)
			return all > 0 ? all : one;
		all += one;
	}
	return all;
}

int ftruncate(int fd, off_t size)
{
	int id = id_of(fd);
	if (id == NO_ID)
		return REAL(ftruncate)(fd, size);
	pthread_mutex_lock(&cut.lock);
	int failed = REAL(ftruncate)(fd, size);
	if (!failed)
		write_down(TRUNCATE, id, (uint64_t)size, NULL, 0);
	pthread_mutex_unlock(&cut.lock);
	return failed;
}

int ftruncate64(int fd, off_t size)
{
	return ftruncate(fd, size);
}

/* SQLite does not need it: without it, files grow by plain writes. */
int fallocate(int fd, int mode, off_t at, off_t len)
{
	if (id_of(fd) == NO_ID)
		return REAL(fallocate)(fd, mode, at, len);
	errno = EOPNOTSUPP;
	return -1;
}

int unlink(const char *path)
{
	const char *name = name_in_dir(path);
	if (name == NULL)
		return REAL(unlink)(path);
	pthread_mutex_lock(&cut.lock);
	int failed = REAL(unlink)(path), id = file_of(name);
	if (!failed) {
		write_down(UNLINK, id, 0, name, strlen(name) + 1);
		if (id != NO_ID)
			cut.names[id][0] = '\0';
	}
	pthread_mutex_unlock(&cut.lock);
	return failed;
}

/* Nothing here renames; a program that begins to must be followed. */
int rename(const char *from, const char *to)
{
	if (name_in_dir(from) != NULL || name_in_dir(to) != NULL)
		abort();
	return REAL(rename)(from, to);
}

/* --- syncs ------------------------------------------------------------------------------------ */

/* What had been written when the sync began is safe when it is over. */
static int sync_it(int fd)
{
	struct timespec wait = { cut.sync_us / 1000000, cut.sync_us % 1000000 * 1000 };
	int id = id_of(fd);
	uint64_t upto = id == NO_ID ? 0 : end_of_trace();
	if (cut.sync_us > 0)
		nanosleep(&wait, NULL);
	if (id == NO_ID)
		return 0;
	pthread_mutex_lock(&cut.lock);
	write_down(id == FILES_MAX ? DIR_SYNC : SYNC, id, upto, NULL, 0);
	pthread_mutex_unlock(&cut.lock);
	return 0;
}

int fsync(int fd)
{
	return id_of(fd) == NO_ID && cut.sync_us == 0 ? REAL(fsync)(fd) : sync_it(fd);
}

int fdatasync(int fd)
{
	return id_of(fd) == NO_ID && cut.sync_us == 0 ? REAL(fdatasync)(fd) : sync_it(fd);
}
