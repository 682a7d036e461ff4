#ifndef CSTORAGE_LEVELS_H
#define CSTORAGE_LEVELS_H
#include "CStorage.h"

/* LEVELS(loop, parameters, arguments) compiles `loop`, an INLINE function, once per level, and defines
   loop_at_level(level, ...), which takes the one that is asked for. */

#define INLINE static inline __attribute__((always_inline))
#define UNPACKED(...) __VA_ARGS__

#if defined(__x86_64__)
#define LEVELS(loop, parameters, arguments)                                                                            \
  static void loop##_portable(UNPACKED parameters) { loop arguments; }                                                 \
  __attribute__((target("arch=x86-64-v3"))) static void loop##_avx2(UNPACKED parameters) { loop arguments; }           \
  __attribute__((target("arch=x86-64-v4"), min_vector_width(512))) static void loop##_avx512(UNPACKED parameters) {    \
    loop arguments;                                                                                                    \
  }                                                                                                                    \
  static void loop##_at_level(int level, UNPACKED parameters) {                                                        \
    if (level >= gk_avx512)                                                                                            \
      loop##_avx512 arguments;                                                                                         \
    else if (level == gk_avx2)                                                                                         \
      loop##_avx2 arguments;                                                                                           \
    else                                                                                                               \
      loop##_portable arguments;                                                                                       \
  }
#else
#define LEVELS(loop, parameters, arguments)                                                                            \
  static void loop##_at_level(int level, UNPACKED parameters) {                                                        \
    (void)level;                                                                                                       \
    loop arguments;                                                                                                    \
  }
#endif

#endif
