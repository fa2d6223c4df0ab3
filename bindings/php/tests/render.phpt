--TEST--
Load in every form, render, look at result, slots and report; saved articles give the same bytes
--FILE--
<?php
require getenv('ENCART_PHP_TESTS') . '/kit.inc';
$engine = new Encart\Engine(CONFIG);
echo implode(' ', array_column($engine->plugins(), 'name')), "\n";
var_dump($engine->diagnostics(), $engine->collection());

$article = $engine->load(long_article());
var_dump($article->id(), $article->title(), str_starts_with($article->html(), '<p>1. La mairie'));
var_dump(substr_count($article->text(), 'riverains'));
var_dump($article->toArray()['load']['words'] > 300, json_decode($article->json(), true) == $article->toArray());

$answers = ['related' => related_list()];
$result = $engine->render($article, ['answers' => $answers]);
var_dump((string) $result === $result->html(), strlen($result->html()) > strlen($article->html()));
$placed = array_filter($result->report()['boxes'], fn ($b) => $b['placed']);
echo implode(' ', array_column($placed, 'box')), "\n";
var_dump(json_decode($result->reportJson(), true) == $result->report());
var_dump(str_contains($result->slot('after-body'), 'Un autre article'), $result->slot('aside'), $result->explain());

// The same from JSON text, through a saved article, and with answers as JSON text.
$json = json_encode(long_article(), JSON_UNESCAPED_UNICODE);
$again = $engine->render(Encart\Article::load($engine, $json), ['answers' => json_encode($answers)]);
var_dump($again->html() === $result->html(), $again->reportJson() === $result->reportJson());
$saved = $engine->load($article->save(), ['format' => 'saved']);
var_dump($engine->render($saved, ['answers' => $answers])->html() === $result->html());

// Options: each reaches the library.
$page = $engine->render($article, ['format' => 'page', 'lang' => 'en', 'explain' => 'text', 'no_plugins' => true, 'now' => null]);
var_dump(str_starts_with($page->html(), '<!DOCTYPE html>'), count($page->report()['boxes']), str_contains($page->explain(), 'block'));
$off = $engine->render($article, ['overrides' => ['plugins' => ['footer-controls' => false]]]);
var_dump(str_contains($off->html(), 'encart-top'), str_contains($engine->render($article)->html(), 'encart-comments'));
var_dump($engine->load('Un titre', ['format' => 'text'])->title());
var_dump($engine->load('<h4>a</h4>', ['heading_base' => 3])->html());
var_dump($engine->load('<p>a<br><br>b', ['paragraphs' => false])->html());
$box = new Encart\Engine(CONFIG, ['plugins' => ['author-box']]);
$styled = $box->render($box->load(long_article(['authors' => [['name' => 'Jeanne', 'bio' => 'Suit les transports.']]])));
var_dump(str_contains($styled->css(), 'author-box'), $result->css());
var_dump($engine->plan($article)['needs'][0]['service']);
?>
--EXPECT--
footer-controls lire-aussi related
array(0) {
}
NULL
string(10) "pont-senne"
string(33) "Le pont de Senne fermé deux mois"
bool(true)
int(12)
bool(true)
bool(true)
bool(true)
bool(true)
lire-aussi/links related/cards footer-controls/comments footer-controls/top
bool(true)
bool(true)
string(0) ""
string(0) ""
bool(true)
bool(true)
bool(true)
bool(true)
int(0)
bool(true)
bool(false)
bool(true)
string(8) "Un titre"
string(11) "<h3>a</h3>
"
string(18) "<p>a<br><br>b</p>
"
bool(true)
string(0) ""
string(7) "related"
