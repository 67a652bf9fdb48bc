// OpenSSL's libcrypto: SHA-256, for Sources/Reports.
#pragma once
#include <openssl/evp.h>
#include <openssl/sha.h>
