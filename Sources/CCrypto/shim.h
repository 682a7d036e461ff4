/* SHA-256 without an allocation and a lock per message, which the newer interface costs: keys are made by the thousand. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
