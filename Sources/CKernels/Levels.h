#ifndef GROKLINE_LEVELS_H
#define GROKLINE_LEVELS_H

#define INLINE static inline __attribute__((always_inline))

/* How wide the loops in use are. It is set before the program begins and afterwards only lowered, before anything
   computes: see Dispatch.c. */
enum { LEVEL_BASE, LEVEL_V3, LEVEL_V4 };
extern __attribute__((visibility("hidden"))) int gk_level;

/* The features of the levels one by one: with "arch=", the compiler takes a processor that prefers half of AVX-512's
   width. */
#define FEATURES_V3 "avx2,bmi,bmi2,crc32,cx16,f16c,fma,lzcnt,movbe,popcnt,sahf"
#define FEATURES_V4 FEATURES_V3 ",avx512f,avx512bw,avx512cd,avx512dq,avx512vl"

/* LOOP(attributes, result, name, parameters, arguments) { body } compiles one body for three levels of the x86-64
   architecture; `name` takes the one of the level in use. */
#if defined(__x86_64__)
#define LOOP(attributes, result, name, parameters, arguments)                                                        \
  INLINE result name##_loop parameters;                                                                              \
  __attribute__((target(FEATURES_V4))) attributes static result name##_v4 parameters {                               \
    return name##_loop arguments;                                                                                    \
  }                                                                                                                  \
  __attribute__((target(FEATURES_V3))) attributes static result name##_v3 parameters {                               \
    return name##_loop arguments;                                                                                    \
  }                                                                                                                  \
  attributes static result name##_base parameters { return name##_loop arguments; }                                  \
  result name parameters {                                                                                           \
    if (gk_level == LEVEL_V4) return name##_v4 arguments;                                                            \
    if (gk_level == LEVEL_V3) return name##_v3 arguments;                                                            \
    return name##_base arguments;                                                                                    \
  }                                                                                                                  \
  INLINE result name##_loop parameters
#else
#define LOOP(attributes, result, name, parameters, arguments) result name parameters
#endif

#endif
