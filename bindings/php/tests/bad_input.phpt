--TEST--
Wrong types, unknown options, huge bodies, bytes that are no text
--FILE--
<?php
require getenv('ENCART_PHP_TESTS') . '/kit.inc';
$engine = new Encart\Engine(CONFIG);
$article = $engine->load('<p>a</p>');
echo "types\n";
attempt(fn () => $engine->load(new stdClass));
attempt(fn () => $engine->load('x', 'y'));
attempt(fn () => $engine->render('x'));
attempt(fn () => $engine->render($article, ['format' => 1]));
attempt(fn () => $engine->render($article, ['format' => "pa\0ge"]));
attempt(fn () => $engine->render($article, ['no_plugins' => 1]));
attempt(fn () => $engine->render($article, ['explain' => 'pdf']));
attempt(fn () => $engine->render($article, ['answers' => 12]));
attempt(fn () => $engine->render($article, ['answers' => '{']));
attempt(fn () => $engine->render($article, ['overrides' => "{}\0"]));
attempt(fn () => $engine->render($article, ['format' => 'pdf']));
attempt(fn () => $engine->load('x', ['max_bytes' => -1]));
attempt(fn () => $engine->load('x', ['heading_base' => PHP_INT_MAX]));
attempt(fn () => $engine->load('x', ['fromat' => 'html']));
attempt(fn () => $engine->load('x', ['html']));
attempt(fn () => new Encart\Engine(CONFIG, ['plugins' => 'related']));
attempt(fn () => new Encart\Engine(CONFIG, ['plugins' => [1]]));
attempt(fn () => new Encart\Engine(CONFIG, ['plugin_paths' => ["a\0b"]]));
attempt(fn () => new Encart\Engine(CONFIG, ['colection' => 'x']));
attempt(fn () => new Encart\Engine("a\0b"));
attempt(fn () => new Encart\Engine(CONFIG, ['collection' => 5]));
attempt(fn () => $engine->render($article)->slot('nowhere'));
echo "documents\n";
attempt(fn () => $engine->load(''));
attempt(fn () => $engine->load([]));
attempt(fn () => $engine->load(['body' => 7]));
attempt(fn () => $engine->load('{"body": {"value": "a"}', ['format' => 'json']));
attempt(fn () => $engine->load('x', ['format' => 'docx']));
attempt(fn () => $engine->load("\0\0\0\0\1\2"));
echo "bytes\n";
var_dump(mb_check_encoding($engine->load("<p>caf\xe9 \xff\xfe</p>")->html(), 'UTF-8'));
var_dump(mb_check_encoding($engine->load(['body' => ['value' => "<p>caf\xe9</p>"], 'title' => "\xff"])->html(), 'UTF-8'));
echo "huge\n";
attempt(fn () => $engine->load(str_repeat('<p>mot</p>', 4_000_000)));
attempt(fn () => $engine->load(str_repeat('x', 100), ['max_bytes' => 99]));
var_dump(strlen($engine->render($engine->load(str_repeat('<p>mot mot mot</p>', 50_000)))->html()) > 900_000);
var_dump(strlen($engine->load(str_repeat('<div>', 50_000))->html()) < 1_000_000);
echo "objects\n";
attempt(fn () => clone $engine);
attempt(fn () => serialize($article));
attempt(fn () => $engine->x = 1);
attempt(fn () => (new ReflectionClass('Encart\Engine'))->newInstanceWithoutConstructor());
attempt(fn () => new Encart\Article);
?>
--EXPECTF--
types
TypeError: Encart\Engine::load(): Argument #1 ($document) must be of type array|string, stdClass given
TypeError: Encart\Engine::load(): Argument #2 ($options) must be of type array, string given
TypeError: Encart\Engine::render(): Argument #1 ($article) must be of type Encart\Article, string given
TypeError: Encart\Engine::render(): Argument #2 ($options) option "format" must be a string without NUL bytes, int given
TypeError: Encart\Engine::render(): Argument #2 ($options) option "format" must be a string without NUL bytes, string given
TypeError: Encart\Engine::render(): Argument #2 ($options) option "no_plugins" must be a bool, int given
TypeError: Encart\Engine::render(): Argument #2 ($options) option "explain" must be one of "none", "text", "html", string given
TypeError: Encart\Engine::render(): Argument #2 ($options) option "answers" must be an array, or JSON, int given
Encart\Exception ENCART_EPARSE in “%s”: %s
TypeError: Encart\Engine::render(): Argument #2 ($options) option "overrides" must be an array, or JSON without NUL bytes, string given
Encart\Exception ENCART_EINVAL in “%s”: %spdf%s
TypeError: Encart\Engine::load(): Argument #2 ($options) option "max_bytes" must be an integer from 0, int given
TypeError: Encart\Engine::load(): Argument #2 ($options) option "heading_base" must be an integer from -2147483648 to 2147483647, int given
ValueError: Encart\Engine::load(): Argument #2 ($options) has no option "fromat"
ValueError: Encart\Engine::load(): Argument #2 ($options) has no option "0"
TypeError: Encart\Engine::__construct(): Argument #2 ($options) option "plugins" must be an array of strings
TypeError: Encart\Engine::__construct(): Argument #2 ($options) option "plugins" must be an array of strings
TypeError: Encart\Engine::__construct(): Argument #2 ($options) option "plugin_paths" must be an array of strings
ValueError: Encart\Engine::__construct(): Argument #2 ($options) has no option "colection"
ValueError: Encart\Engine::__construct(): Argument #1 ($config) must be JSON or the name of a file
TypeError: Encart\Engine::__construct(): Argument #2 ($options) option "collection" must be a path or an Encart\Collection
ValueError: Encart\Result::slot(): Argument #1 ($slot) must be "head", "before-title", "after-title", "after-lede", "after-body", "aside" or "footer"
documents
Encart\Exception ENCART_EPARSE in “load”: the document is empty
Encart\Exception ENCART_EPARSE in “load”: %s
Encart\Exception ENCART_EPARSE in “load”: %s
Encart\Exception ENCART_EPARSE in “load”: %s
Encart\Exception ENCART_EINVAL in “%s”: %s
Encart\Exception ENCART_EPARSE in “load”: %s
bytes
bool(true)
bool(true)
huge
Encart\Exception ENCART_ELIMIT in “load”: %s
Encart\Exception ENCART_ELIMIT in “load”: %s
bool(true)
bool(true)
objects
Error: Trying to clone an uncloneable object of class Encart\Engine
Exception: Serialization of 'Encart\Article' is not allowed
Error: Cannot create dynamic property Encart\Engine::$x
ReflectionException: Class Encart\Engine is an internal class marked as final that cannot be instantiated without invoking its constructor
Error: Call to private Encart\Article::__construct() from global scope
