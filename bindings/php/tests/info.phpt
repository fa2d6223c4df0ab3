--TEST--
phpinfo() tells the versions and the settings; settings are the administrator's
--FILE--
<?php
ob_start();
phpinfo(INFO_MODULES);
preg_match('/^encart\n\n(.*?)\n\n[a-z]/ms', ob_get_clean(), $m);
foreach (['Extension version', 'Library version', 'encart.config', 'encart.plugin_path', 'encart.plugins',
    'encart.collection', 'encart.revalidate_freq', 'encart.max_engines'] as $name) {
    echo $name, str_contains($m[1], "\n$name => ") ? '' : ' IS MISSING', "\n";
}
var_dump(phpversion('encart') === Encart\version());
var_dump(ini_set('encart.config', '/etc/passwd'));
?>
--EXPECT--
Extension version
Library version
encart.config
encart.plugin_path
encart.plugins
encart.collection
encart.revalidate_freq
encart.max_engines
bool(true)
bool(false)
