// What the C library offers only through variadic functions, macros, or headers that Swift does not import.
#pragma once
#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/// Asks the kernel to send `signal` to this process when the thread that started it ends. Returns 0, or -1 with errno.
static inline int guazhi_die_with_parent(int signal) { return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0); }

/// CPU time of `thread` in nanoseconds, or -1.
static inline long long guazhi_thread_cpu_nanoseconds(pthread_t thread) {
    clockid_t clock;
    struct timespec spent;
    if (pthread_getcpuclockid(thread, &clock) != 0 || clock_gettime(clock, &spent) != 0) return -1;
    return (long long)spent.tv_sec * 1000000000LL + spent.tv_nsec;
}

/// open(2), which is variadic in C.
static inline int guazhi_open(const char *path, int flags, mode_t mode) { return open(path, flags, mode); }

/// pipe(2) whose ends are closed on exec; pipe2 is a GNU extension that Swift does not see.
static inline int guazhi_pipe(int ends[2]) {
    if (pipe(ends) != 0) return -1;
    for (int end = 0; end < 2; end++) fcntl(ends[end], F_SETFD, FD_CLOEXEC);
    return 0;
}

static inline int guazhi_exited(int status) { return WIFEXITED(status); }
static inline int guazhi_exit_code(int status) { return WEXITSTATUS(status); }
static inline int guazhi_signalled(int status) { return WIFSIGNALED(status); }
static inline int guazhi_signal(int status) { return WTERMSIG(status); }
