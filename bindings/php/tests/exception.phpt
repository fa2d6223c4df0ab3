--TEST--
Encart\Exception tells status, stage, file, line and place
--FILE--
<?php
require getenv('ENCART_PHP_TESTS') . '/kit.inc';
$folder = folder('exception');
file_put_contents("$folder/site.json", "{\n  \"plugins\": {,}\n}\n");
try {
    new Encart\Engine("$folder/site.json");
} catch (RuntimeException $e) {
    var_dump($e instanceof Encart\Exception, $e->getCode() === Encart\Exception::CONFIG, $e->status, $e->stage);
    var_dump(basename($e->source), $e->sourceLine, $e->sourceColumn > 0, $e->sourceOffset >= 0, $e->path);
    attempt(function () use ($e) { $e->status = 'x'; });
}
try {
    new Encart\Engine(CONFIG + ['sanitise' => ['deny' => ['elements' => ['blokquote']]]]);
} catch (Encart\Exception $e) {
    var_dump($e->source, $e->path, str_contains($e->getMessage(), 'blokquote'));
}
attempt(fn () => new Encart\Engine("$folder/none.json"));
attempt(fn () => new Encart\Engine(['x' => "\xff"]));
$engine = new Encart\Engine(CONFIG + ['plugins' => ['realted' => true]]);
echo $engine->diagnostics()[0]['rule'], "\n";
?>
--EXPECTF--
bool(true)
bool(true)
string(14) "ENCART_ECONFIG"
string(6) "config"
string(9) "site.json"
int(2)
bool(true)
bool(true)
string(0) ""
Error: Cannot modify readonly property Encart\Exception::$status
string(6) "config"
string(%d) "sanitise.deny.elements[0]"
bool(true)
Encart\Exception ENCART_EIO in “config”: %s
ValueError: A value cannot be written as JSON: a string is not UTF-8
%s
