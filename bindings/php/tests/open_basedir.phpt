--TEST--
Files that a script may not open, Encart does not open for it
--FILE--
<?php
require getenv('ENCART_PHP_TESTS') . '/kit.inc';
$folder = folder('basedir');
file_put_contents("$folder/site.json", '{}');
mkdir("$folder/in");
ini_set('open_basedir', "$folder/in");
attempt(fn () => new Encart\Engine("$folder/site.json"));
attempt(fn () => new Encart\Engine(CONFIG, ['plugin_paths' => ['/usr']]));
attempt(fn () => new Encart\Engine(CONFIG, ['plugins' => ['/usr/x']]));
attempt(fn () => new Encart\Engine(CONFIG, ['collection' => "$folder/in/../c.db"]));
attempt(fn () => new Encart\Collection("$folder/c.db", ['create' => true]));
attempt(fn () => count(new Encart\Collection("$folder/in/c.db", ['create' => true])));
attempt(fn () => count((new Encart\Engine(CONFIG))->plugins()));
array_map('unlink', glob("$folder/in/*"));
rmdir("$folder/in");
?>
--EXPECTF--
Encart\Exception ENCART_EIO in “config”: outside of open_basedir
Encart\Exception ENCART_EIO in “config”: outside of open_basedir
Encart\Exception ENCART_EIO in “config”: outside of open_basedir
Encart\Exception ENCART_EIO in “config”: outside of open_basedir
Encart\Exception ENCART_EIO in “config”: outside of open_basedir
returned 0
returned 3
%A
