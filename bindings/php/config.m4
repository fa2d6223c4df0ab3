dnl For phpize, where the library is installed: phpize && ./configure && make. In Encart's own
dnl tree, ./configure --with-php builds the same module.
PHP_ARG_WITH([encart], [for Encart],
  [AS_HELP_STRING([--with-encart], [Encart: found by pkg-config])], [yes])

if test "$PHP_ENCART" != no; then
  PKG_CHECK_MODULES([ENCART], [encart >= 0.1])
  PHP_EVAL_INCLINE($ENCART_CFLAGS)
  PHP_EVAL_LIBLINE($ENCART_LIBS, ENCART_SHARED_LIBADD)
  PHP_SUBST([ENCART_SHARED_LIBADD])
  ENCART_PLUGIN_DIR=`$PKG_CONFIG --variable=plugindir encart`
  PHP_NEW_EXTENSION([encart], [article.c collection.c convert.c core.c encart.c engine.c],
    [$ext_shared],, [-DPLUGIN_DIR='\"$ENCART_PLUGIN_DIR\"' -DSITE_PLUGIN_DIR='\"/etc/encart/plugins\"'])
fi
