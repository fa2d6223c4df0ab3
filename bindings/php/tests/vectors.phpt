--TEST--
The vectors that the library and every binding share: the same bytes
--SKIPIF--
<?php if (!is_file(getenv('ENCART_VECTORS') . '/README.md')) die('skip no vectors here'); ?>
--INI--
encart.plugin_path=
encart.plugins=
--FILE--
<?php
// What a vector is: tests/vectors/README.md.
const WRITTEN = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_LINE_TERMINATORS;

/** Strings may be written as lists of strings. */
function text(array|string|null $value): ?string
{
    return is_array($value) ? implode('', $value) : $value;
}

/** The same for all that a vector expects, in one order. */
function texts(array $values): array
{
    ksort($values);
    return array_map(fn ($one) => !is_array($one) ? $one : (array_is_list($one) ? text($one) : texts($one)), $values);
}

/** Arrays that the extension gives for JSON of the library's, as the library writes it. */
function written(array $value): string
{
    return str_replace('<', '\u003C', json_encode($value, WRITTEN));
}

function rendered(Encart\Engine $engine, Encart\Article $article, array $options): array
{
    $result = $engine->render($article, $options);
    $report = $result->report();
    foreach (['head', 'before-title', 'after-title', 'after-lede', 'after-body', 'aside', 'footer'] as $slot) {
        if ($result->slot($slot) !== ($report['slots'][$slot] ?? '')) {
            return ['slot' => $slot];
        }
    }
    return ['html' => $result->html(), 'report' => $result->reportJson()]
        + (($options['explain'] ?? 'none') !== 'none' ? ['explain' => $result->explain()] : []);
}

function run(Encart\Engine $engine, array $v): array
{
    $document = isset($v['document_base64']) ? base64_decode(text($v['document_base64'])) : text($v['document'] ?? '');
    $options = ($v['options'] ?? []) + (isset($v['answers']) ? ['answers' => text($v['answers'])] : []);
    switch ($v['op']) {
        case 'engine':
            return ['diagnostics' => written($engine->diagnostics())];
        case 'sanitise':
            return ['html' => $engine->sanitise($document, $options, $removed), 'removed' => written($removed)];
        case 'strip':
            return ['html' => $engine->strip($document)];
        case 'fill_holes':
            return ['html' => Encart\fill_holes($document, fn (string $name) => text($v['holes'][$name] ?? null))];
    }
    $article = $engine->load($document, $v['load'] ?? []);
    return match ($v['op']) {
        'render' => rendered($engine, $article, $options),
        'plan' => ['plan' => written($engine->plan($article, $options))],
        'article' => ['document' => $article->json(), 'text' => $article->text()],
        'save' => ['saved' => $article->save()],
    };
}

function failure(Encart\Exception $e): array
{
    return ['error' => array_filter(['code' => $e->status, 'status' => $e->getCode(), 'message' => $e->getMessage(),
        'source' => $e->source, 'path' => $e->path, 'line' => $e->sourceLine, 'column' => $e->sourceColumn])];
}

function found(array $v, string $folder): array
{
    try {
        $engine = new Encart\Engine(text($v['config'] ?? null), ['plugins' => $v['plugins'] ?? [],
            'plugin_paths' => [getenv('ENCART_PLUGIN_FOLDER'), "$folder/plugins"]]);
        return run($engine, $v);
    } catch (Encart\Exception $e) {
        return failure($e);
    }
}

/** Numbers that belong to the Lua which is linked. */
function comparable(array $found): array
{
    return array_map(fn ($one) => is_string($one) ? preg_replace('/("(?:fuel|memory)":)\d+/', '${1}0', $one) : $one, $found);
}

$folder = getenv('ENCART_VECTORS');
$same = 0;
$ops = [];
foreach (glob("$folder/*.json") as $file) {
    foreach (json_decode(file_get_contents($file), true, flags: JSON_THROW_ON_ERROR) as $v) {
        $expected = texts($v['expect']);
        $found = texts(comparable(found($v, $folder)));
        if ($found === $expected) {
            $same++;
            $ops[$v['op']] = true;
        } else {
            echo "{$v['name']}\n expected ", json_encode($expected, WRITTEN), "\n found    ", json_encode($found, WRITTEN), "\n";
        }
    }
}
ksort($ops);
echo $same >= 200 ? 'at least 200' : $same, ' vectors: ', implode(' ', array_keys($ops)), "\n";
?>
--EXPECT--
at least 200 vectors: article engine fill_holes plan render sanitise save strip
