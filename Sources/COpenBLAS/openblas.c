#include "COpenBLAS.h"

#include "CKernels.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* CBLAS's names for them, the same in every implementation. */
enum { ROW_MAJOR = 101, NOT_TRANSPOSED = 111, TRANSPOSED = 112 };

static struct {
  void (*sgemm)(int order, int transpose_a, int transpose_b, int m, int n, int k, float alpha, const float *a,
                int stride_a, const float *b, int stride_b, float beta, float *c, int stride_c);
  /* The two sizes at the end are the lengths of the words `job` and `triangle`, as Fortran passes them. */
  void (*dsyevd)(const char *job, const char *triangle, const int *n, double *matrix, const int *stride, double *values,
                 double *work, const int *work_size, int *integers, const int *integers_size, int *info,
                 size_t job_length, size_t triangle_length);
  char *(*processor)(void);
  char *(*configuration)(void);
} library;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void fail(void) {
  const char *reason = dlerror();
  if (!reason) reason = "for no reason given";
  const char *advice = strstr(reason, strerror(EMFILE)) ? "raise the limit on open files (ulimit -n) or run fewer jobs"
                                                        : "install it, for example with 'apt install libopenblas0'";
  fprintf(stderr, "error: OpenBLAS cannot be loaded: %s\n  %s\n", reason, advice);
  exit(1);
}

static void *symbol(void *handle, const char *name) {
  void *address = dlsym(handle, name);
  if (!address) fail();
  return address;
}

/* The processor whose kernels stand for a class that was asked for; where none was, the library chooses. */
static const char *core(int numeric_class) {
  return numeric_class == 4 ? "SkylakeX" : numeric_class == 3 ? "Haswell" : numeric_class == 2 ? "Nehalem" : NULL;
}

static void load(void) {
  setenv("OPENBLAS_NUM_THREADS", "1", 1);
  if (core(gk_asked_class())) setenv("OPENBLAS_CORETYPE", core(gk_asked_class()), 1);
  void *handle = dlopen("libopenblas.so.0", RTLD_NOW | RTLD_LOCAL);
  if (!handle) handle = dlopen("libopenblas.so", RTLD_NOW | RTLD_LOCAL);
  if (!handle) fail();
  library.sgemm = symbol(handle, "cblas_sgemm");
  library.dsyevd = symbol(handle, "dsyevd_");
  library.processor = symbol(handle, "openblas_get_corename");
  library.configuration = symbol(handle, "openblas_get_config");
}

void openblas_multiply(bool transpose_a, bool transpose_b, int m, int n, int k, const float *a, int stride_a,
                       const float *b, int stride_b, bool accumulate, float *c, int stride_c) {
  pthread_once(&once, load);
  library.sgemm(ROW_MAJOR, transpose_a ? TRANSPOSED : NOT_TRANSPOSED, transpose_b ? TRANSPOSED : NOT_TRANSPOSED, m, n,
                k, 1, a, stride_a, b, stride_b, accumulate ? 1 : 0, c, stride_c);
}

int openblas_symmetric_eigen(int n, double *matrix, double *values, double *work, int work_size, int *integers,
                             int integers_size) {
  pthread_once(&once, load);
  int info = 0;
  library.dsyevd("V", "U", &n, matrix, &n, values, work, &work_size, integers, &integers_size, &info, 1, 1);
  return info;
}

const char *openblas_processor(void) {
  pthread_once(&once, load);
  return library.processor();
}

const char *openblas_configuration(void) {
  pthread_once(&once, load);
  return library.configuration();
}
