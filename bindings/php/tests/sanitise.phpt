--TEST--
sanitise() and strip(), as functions and as methods
--FILE--
<?php
require getenv('ENCART_PHP_TESTS') . '/kit.inc';
$dirty = '<p onclick="x()">a<script>alert(1)</script> <a href="javascript:x">b</a> <em>c</em>';
echo Encart\sanitise($dirty, removed: $removed);
echo implode(' ', array_unique(array_column($removed, 'rule'))), "\n";
$engine = new Encart\Engine(CONFIG + ['sanitise' => ['deny' => ['elements' => ['em']]]]);
echo $engine->sanitise($dirty), Encart\sanitise('<h1>t</h1>', ['heading_base' => 2, 'accessible' => true]);
attempt(fn () => Encart\sanitise('x', ['profile' => 'loose']));
attempt(fn () => Encart\sanitise('x', ['html' => 1]));
attempt(fn () => Encart\sanitise(str_repeat('x', 10), ['max_bytes' => 9]));
$article = $engine->load(long_article());
$html = $engine->render($article, ['answers' => ['related' => related_list()]])->html();
$bare = $engine->render($article, ['no_plugins' => true])->html();
var_dump($engine->strip($html) === $bare, Encart\strip($html) === $bare, Encart\strip(''), kept());
function typed(): void { $x = new class { public int $n = 1; }; attempt(fn () => Encart\sanitise('x', [], $x->n)); }
typed();
?>
--EXPECTF--
<p>a b <em>c</em></p>
attribute raw-text url empty-element
<p>a b c</p>
<h2>t</h2>
Encart\Exception ENCART_EINVAL in “%s”: %s
ValueError: Encart\sanitise(): Argument #2 ($options) has no option "html"
Encart\Exception ENCART_ELIMIT in “%s”: %s
bool(true)
bool(true)
string(0) ""
int(1)
TypeError: Cannot assign array to reference held by property class@anonymous::$n of type int
