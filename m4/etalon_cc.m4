# ETALON_TRY_CFLAGS(VARIABLE, FLAGS): appends each flag that the compiler takes.
AC_DEFUN([ETALON_TRY_CFLAGS], [
  for etalon_flag in m4_normalize([$2]); do
    AC_MSG_CHECKING([whether $CC takes $etalon_flag])
    etalon_saved="$CFLAGS"
    CFLAGS="$CFLAGS -Werror $etalon_flag"
    AC_COMPILE_IFELSE([AC_LANG_PROGRAM([], [])],
      [AC_MSG_RESULT([yes]); $1="$$1 $etalon_flag"],
      [AC_MSG_RESULT([no])])
    CFLAGS="$etalon_saved"
  done
])

AC_DEFUN([ETALON_C17], [
  ETALON_CFLAGS=
  ETALON_TRY_CFLAGS([ETALON_CFLAGS], [-std=gnu17])
  AC_SUBST([ETALON_CFLAGS])
])

# The strict set; --enable-werror makes each of them an error (for CI).
AC_DEFUN([ETALON_WARNINGS], [
  AC_ARG_ENABLE([werror], [AS_HELP_STRING([--enable-werror],
    [treat warnings as errors])], [], [enable_werror=no])
  ETALON_TRY_CFLAGS([ETALON_CFLAGS], [-Wall -Wextra -Wshadow -Wpointer-arith
    -Wstrict-prototypes -Wmissing-prototypes -Wold-style-definition
    -Wcast-qual -Wwrite-strings -Wundef -Wvla -Wformat=2 -Wconversion
    -Wno-sign-conversion -Wimplicit-fallthrough -fno-common
    -fstack-protector-strong])
  AS_IF([test "x$enable_werror" = xyes], [ETALON_CFLAGS="$ETALON_CFLAGS -Werror"])
])

# --enable-sanitizers: AddressSanitizer and UndefinedBehaviorSanitizer.
AC_DEFUN([ETALON_SANITIZERS], [
  AC_ARG_ENABLE([sanitizers], [AS_HELP_STRING([--enable-sanitizers],
    [build with ASan and UBSan])], [], [enable_sanitizers=no])
  AS_IF([test "x$enable_sanitizers" = xyes], [
    ETALON_CFLAGS="$ETALON_CFLAGS -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"
    AC_DEFINE([ETALON_SANITIZED], [1], [built with sanitizers])])
])

# --enable-fuzzing: harnesses linked with libFuzzer (clang only); otherwise
# they replay their corpus in make check.
AC_DEFUN([ETALON_FUZZING], [
  AC_ARG_ENABLE([fuzzing], [AS_HELP_STRING([--enable-fuzzing],
    [link fuzz harnesses with libFuzzer (needs clang)])], [], [enable_fuzzing=no])
  FUZZ_LDFLAGS=
  AS_IF([test "x$enable_fuzzing" = xyes], [
    ETALON_CFLAGS="$ETALON_CFLAGS -fsanitize=fuzzer-no-link"
    FUZZ_LDFLAGS="-fsanitize=fuzzer"])
  AC_SUBST([FUZZ_LDFLAGS])
  AM_CONDITIONAL([FUZZING], [test "x$enable_fuzzing" = xyes])
])

# --with-blst=DIR: a folder holding blst.h and libblst.a, as tools/fetch-blst.sh
# makes it; without it the operations on BLS12-381 are absent.
AC_DEFUN([ETALON_BLST], [
  AC_ARG_WITH([blst], [AS_HELP_STRING([--with-blst=DIR],
    [folder with blst.h and libblst.a])], [], [with_blst=no])
  BLST_CFLAGS=; BLST_LIBS=; etalon_blst=no
  AS_IF([test "x$with_blst" != xno && test -f "$with_blst/libblst.a"], [
    BLST_CFLAGS="-I$with_blst"; BLST_LIBS="$with_blst/libblst.a"; etalon_blst=yes
    AC_DEFINE([HAVE_BLST], [1], [blst is linked])])
  AC_SUBST([BLST_CFLAGS])
  AC_SUBST([BLST_LIBS])
  AM_CONDITIONAL([HAVE_BLST], [test "x$etalon_blst" = xyes])
])

# ETALON_OPTIONAL(NAME, OPTION, MODULE, WHAT-FOR): a library that is used where
# pkg-config knows it; --without-OPTION leaves it out, --with-OPTION insists.
AC_DEFUN([ETALON_OPTIONAL], [
  AC_ARG_WITH([$2], [AS_HELP_STRING([--without-$2], [build without $4])],
    [], [with_$2=check])
  etalon_$2=no
  AS_IF([test "x$with_$2" != xno], [
    PKG_CHECK_MODULES([$1], [$3], [etalon_$2=yes
      AC_DEFINE([HAVE_$1], [1], [$2 is linked])],
      [AS_IF([test "x$with_$2" = xyes], [AC_MSG_ERROR([$2 is not there])])])])
  AC_SUBST([$1_CFLAGS])
  AC_SUBST([$1_LIBS])
  AM_CONDITIONAL([HAVE_$1], [test "x$etalon_$2" = xyes])
])
