--TEST--
The example of README.md runs
--FILE--
<?php
preg_match_all('/^```php\n<\?php\n(.*?)^```/ms', file_get_contents(getenv('ENCART_PHP_README')), $m);
echo count($m[1]), "\n";
foreach ($m[1] as $code) {
    // No deadline: valgrind takes its time.
    $code = str_replace("['site' =>", "['limits' => ['time_ms' => -1], 'site' =>", $code);
    ob_start();
    eval($code);
    $html = ob_get_clean();
    var_dump(str_contains($html, 'Le tram de nuit'), str_contains($html, 'action="/comment"'), count($purge) > 0);
}
?>
--EXPECT--
1
bool(true)
bool(true)
bool(true)
