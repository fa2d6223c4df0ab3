--TEST--
Encart\fill_holes(): a string fills, null leaves, anything else and exceptions end it
--FILE--
<?php
require getenv('ENCART_PHP_TESTS') . '/kit.inc';
$html = '<p><!--encart:hole csrf eyJuIjoxfQ--></p><!--encart:hole other e30-->';
echo Encart\fill_holes($html, fn (string $name, array $params) => $name === 'csrf' ? "<i>{$params['n']}</i>" : null), "\n";
echo Encart\fill_holes($html, fn () => ''), "\n";
attempt(fn () => Encart\fill_holes($html, fn () => throw new DomainException('later')));
attempt(fn () => Encart\fill_holes($html, fn () => 7));
attempt(fn () => Encart\fill_holes($html, fn () => str_repeat('x', 5 << 20)));
attempt(fn () => Encart\fill_holes($html, 'no_such'));
echo Encart\fill_holes($html, fn ($name) => Encart\fill_holes('<!--encart:hole inner e30-->', fn () => $name)), "\n";
echo Encart\fill_holes("a\0b\xff", fn () => 'x') === "a\0b\xff" ? "same\n" : "changed\n";

$engine = new Encart\Engine(CONFIG + ['plugins' => ['footer-controls' => ['csrf' => true]]]);
$result = $engine->render($engine->load(long_article(['comments' => ['status' => 'open', 'action' => 'https://journal.example/comment']])));
echo $result->report()['holes'][0]['hole'], "\n";
var_dump(str_contains(Encart\fill_holes($result->html(), fn () => '<input type="hidden" name="t" value="1">'), '<input type="hidden" name="t" value="1">'));
?>
--EXPECTF--
<p><i>1</i></p><!--encart:hole other e30-->
<p></p>
DomainException: later
TypeError: hole "csrf" must be filled with ?string, int given
Encart\Exception ENCART_ELIMIT in “%s”: %s
TypeError: Encart\fill_holes(): Argument #2 ($fill) must be a valid callback, function "no_such" not found or invalid function name
<p>csrf</p>other
same
csrf
bool(true)
