"""pip install bindings/python: against a libencart that pkg-config finds."""
import os
import subprocess

from setuptools import Extension, setup


def pkg_config(*options):
    command = [os.environ.get("PKG_CONFIG", "pkg-config"), *options, "encart"]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()


setup(
    name="encart",
    version=pkg_config("--modversion")[0],
    description="Articles with the boxes that plugins propose",
    license="MIT",
    python_requires=">=3.10",
    packages=["encart"],
    package_data={"encart": ["__init__.pyi", "py.typed"]},
    ext_modules=[Extension(
        "encart._native",
        [f"{name}.c" for name in ("article", "call", "collection", "engine", "module",
                                  "values")],
        depends=["native.h"],
        define_macros=[("PLUGIN_DIR", '"%s"' % pkg_config("--variable=plugindir")[0]),
                       ("Py_LIMITED_API", "0x030A0000")],
        extra_compile_args=[*pkg_config("--cflags"), "-std=c11", "-fvisibility=hidden"],
        extra_link_args=pkg_config("--libs"),
        py_limited_api=True,
    )],
    options={"bdist_wheel": {"py_limited_api": "cp310"}},
)
