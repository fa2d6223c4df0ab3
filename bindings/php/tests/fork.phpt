--TEST--
Engines and collections go on in a forked child
--SKIPIF--
<?php if (!function_exists('pcntl_fork')) die('skip pcntl is not here'); ?>
--ENV--
ENCART_PHP_DIES=1
--FILE--
<?php
require getenv('ENCART_PHP_TESTS') . '/kit.inc';
$file = sys_get_temp_dir() . '/encart-fork-' . getmypid() . '.db';
$engine = Encart\Engine::shared(CONFIG, ['collection' => $file]);
$put = fn ($id) => $engine->collection()->put($engine->load(long_article(['id' => $id, 'title' => "Le pont $id", 'url' => "https://journal.example/$id"])));
$put('one');
$article = $engine->load(long_article());
$expected = md5($engine->render($article, ['answers' => ['related' => related_list()]])->html());
$children = [];
foreach (range(1, 3) as $n) {
    $pid = pcntl_fork();
    if ($pid === 0) {
        $again = Encart\Engine::shared(CONFIG, ['collection' => $file]);
        $good = md5($engine->render($article, ['answers' => ['related' => related_list()]])->html()) === $expected
            && md5($again->render($again->load(long_article()), ['answers' => ['related' => related_list()]])->html()) === $expected;
        $put("child-$n");
        exit($good ? 7 : 1);
    }
    $children[] = $pid;
}
foreach ($children as $pid) {
    pcntl_waitpid($pid, $status);
    echo pcntl_wifexited($status) && pcntl_wexitstatus($status) === 7 ? "good\n" : "bad\n";
}
var_dump(count($engine->collection()));
$put('two');
var_dump(count($engine->collection()));
unset($engine);
array_map('unlink', glob("$file*"));
?>
--EXPECT--
good
good
good
int(4)
int(5)
