#define _GNU_SOURCE
#include "sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif

static int limit(int resource, unsigned long value) {
    struct rlimit wanted = {value, value}, held;
    // One second more until SIGKILL, so that SIGXCPU tells what it was.
    if (resource == RLIMIT_CPU) wanted.rlim_max++;
    // A limit that is tighter already stays: raising the hard one would be refused.
    if (getrlimit(resource, &held) == 0 && held.rlim_max < wanted.rlim_max) {
        wanted.rlim_max = held.rlim_max;
        if (wanted.rlim_cur > wanted.rlim_max) wanted.rlim_cur = wanted.rlim_max;
    }
    return setrlimit(resource, &wanted);
}

/// Runs in the child. Nothing here may allocate or take a lock: another thread may have held it when the process forked.
static int prepare(const struct guazhi_sandbox_limits *limits, pid_t parent, int input, int output, int error) {
    struct sigaction standard = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) sigaction(number, &standard, NULL);
    sigset_t none;
    sigemptyset(&none);
    if (sigprocmask(SIG_SETMASK, &none, NULL) != 0) return -1;

    if (setpgid(0, 0) != 0) return -1;
    if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) return -1;
    // The parent may have died before the line above; the signal is for what comes after it.
    if (getppid() != parent) _exit(127);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
    umask(077);
    if (chdir("/") != 0) return -1;

    // Out of the way of 0, 1 and 2 first: a daemon may have been started without them.
    if ((input = fcntl(input, F_DUPFD_CLOEXEC, 3)) < 0) return -1;
    if ((output = fcntl(output, F_DUPFD_CLOEXEC, 3)) < 0) return -1;
    if ((error = fcntl(error, F_DUPFD_CLOEXEC, 3)) < 0) return -1;
    if (dup2(input, 0) < 0 || dup2(output, 1) < 0 || dup2(error, 2) < 0) return -1;
    // Descriptors of ours are closed on exec by themselves; those of libraries may not be. Older kernels lack the call.
    syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);

    if (limit(RLIMIT_CORE, 0) != 0) return -1;
    if (limit(RLIMIT_CPU, limits->cpu_seconds) != 0) return -1;
    if (limit(RLIMIT_FSIZE, limits->file_bytes) != 0) return -1;
    if (limit(RLIMIT_NOFILE, limits->open_files) != 0) return -1;
    return limit(RLIMIT_AS, limits->memory_bytes);
}

int guazhi_sandbox_start(
    const char *path, char *const arguments[], char *const environment[], const struct guazhi_sandbox_limits *limits,
    int input, int output, int error, pid_t *process) {
    int report[2];
    if (guazhi_private_pipe(report) != 0) return errno;
    // A handler of ours must not run in the child, where it would act on descriptors it shares with us.
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pid_t parent = getpid();
    pid_t child = fork();
    if (child == 0) {
        if (prepare(limits, parent, input, output, error) == 0) execve(path, arguments, environment);
        int failure = errno;
        // Where even this cannot be written, the parent sees an early end.
        if (write(report[1], &failure, sizeof failure) != sizeof failure) _exit(126);
        _exit(127);
    }
    int failure = child < 0 ? errno : 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    close(report[1]);
    if (child > 0) {
        // In both processes, so that the group exists whichever runs first; after the exec it is refused, and done.
        setpgid(child, child);
        int told = 0;
        ssize_t count;
        while ((count = read(report[0], &told, sizeof told)) < 0 && errno == EINTR) continue;
        if (count == sizeof told) {
            failure = told;
            siginfo_t end;
            while (waitid(P_PID, (id_t)child, &end, WEXITED) < 0 && errno == EINTR) continue;
        } else {
            *process = child;
        }
    }
    close(report[0]);
    return failure;
}

int guazhi_nameless_file(const void *bytes, unsigned long count) {
    int file = memfd_create("document", MFD_CLOEXEC);
    if (file < 0) return -1;
    const char *next = bytes;
    while (count > 0) {
        ssize_t written = write(file, next, count);
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            int failure = written < 0 ? errno : ENOSPC;
            close(file);
            errno = failure;
            return -1;
        }
        next += written;
        count -= (unsigned long)written;
    }
    if (lseek(file, 0, SEEK_SET) == 0) return file;
    close(file);
    return -1;
}

int guazhi_private_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC); }
