/* Programs in Rust (cryptography) take their random numbers from here on Windows 10; Wine 8 lacks this library and has the
   older door to the same source (RtlGenRandom, Microsoft Learn). It is never shipped. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);

__declspec(dllexport) BOOL ProcessPrng(PBYTE to, SIZE_T length) { return SystemFunction036(to, (ULONG)length); }
