#!/bin/bash
# Builds the module in a copy of nginx's source, with the flags that Debian's nginx was built
# with: only then does nginx load it. Called by make; in the environment: NGINX_SRC (the folder
# of conf_flags), srcdir, builddir, CC, ENCART_NGINX_CFLAGS, ENCART_NGINX_LIBS.
set -eu
: "${srcdir:?}" "${builddir:?}"
tree=$builddir/bindings/nginx/tree
module=ngx_http_encart_filter_module.so
say=$builddir/bindings/nginx/build.log

# shellcheck disable=SC1091 # of nginx-dev
configure() {
    rm -rf "$tree"
    mkdir -p "$tree"
    cp -r "$NGINX_SRC"/. "$tree"
    chmod -R u+w "$tree"
    cd "$tree"
    . ./conf_flags
    ./configure "${NGX_CONF_FLAGS[@]}" --with-cc="$CC" --with-cc-opt=-fPIC \
        --add-dynamic-module="$srcdir/bindings/nginx"
}

built() {
    { [ "$tree/objs/Makefile" -nt "$builddir/Makefile" ] &&
        [ "$tree/objs/Makefile" -nt "$srcdir/bindings/nginx/config" ]; } || (configure)
    make -C "$tree" -f objs/Makefile "objs/$module"
}

if ! (built) >"$say" 2>&1 </dev/null; then
    tail -n 30 "$say" >&2
    exit 1
fi
cp "$tree/objs/$module" "$builddir/bindings/nginx/$module"
