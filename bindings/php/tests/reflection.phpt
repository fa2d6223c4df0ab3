--TEST--
What the extension declares is what encart.stub.php says
--FILE--
<?php
$stub = file_get_contents(getenv('ENCART_PHP_STUB'));
$stub = preg_replace('/namespace Encart\b/', 'namespace EncartStub', $stub);
eval(substr($stub, strlen('<?php')));

function type(?ReflectionType $t): string
{
    $names = $t instanceof ReflectionUnionType
        ? array_map(fn ($one) => $one->getName(), $t->getTypes())
        : [$t ? ($t->allowsNull() && $t->getName() !== 'mixed' && $t->getName() !== 'null' ? '?' : '') . $t->getName() : ''];
    sort($names);
    return implode('|', $names);
}

function callable_of(ReflectionFunctionAbstract $f): string
{
    $out = $f->getShortName() . '(';
    foreach ($f->getParameters() as $p) {
        $out .= type($p->getType()) . ($p->isPassedByReference() ? ' &' : ' ') . '$' . $p->getName();
        $out .= $p->isDefaultValueAvailable() ? ' = ' . json_encode($p->getDefaultValue()) : '';
        $out .= $p->isOptional() ? '?, ' : ', ';
    }
    $modifiers = $f instanceof ReflectionMethod ? implode(' ', Reflection::getModifierNames($f->getModifiers())) : '';
    return "$modifiers $out): " . type($f->getReturnType());
}

function class_of(string $name): array
{
    $c = new ReflectionClass($name);
    $lines = [implode(' ', Reflection::getModifierNames($c->getModifiers())),
        'extends ' . ($c->getParentClass() ? $c->getParentClass()->getName() : ''),
        'implements ' . implode(', ', $c->getInterfaceNames())];
    foreach ($c->getReflectionConstants() as $k) {
        $lines[] = "const {$k->getName()} = " . json_encode($k->getValue());
    }
    foreach ($c->getProperties() as $p) {
        $lines[] = implode(' ', Reflection::getModifierNames($p->getModifiers())) . ' ' . type($p->getType()) . ' $' . $p->getName();
    }
    foreach ($c->getMethods() as $m) {
        $lines[] = callable_of($m);
    }
    sort($lines);
    return str_replace('EncartStub', 'Encart', $lines);
}

$count = 0;
foreach (['version', 'sanitise', 'strip', 'fill_holes'] as $name) {
    $real = callable_of(new ReflectionFunction("Encart\\$name"));
    $said = callable_of(new ReflectionFunction("EncartStub\\$name"));
    echo $real === $said ? '' : "$name\n  is   $real\n  said $said\n";
    $count++;
}
foreach (['Exception', 'Engine', 'Article', 'Result', 'Collection'] as $name) {
    $real = class_of("Encart\\$name");
    $said = class_of("EncartStub\\$name");
    foreach (array_diff($real, $said) as $line) echo "$name is   $line\n";
    foreach (array_diff($said, $real) as $line) echo "$name said $line\n";
    $count += count($real);
}
$all = (new ReflectionExtension('encart'))->getFunctions();
$classes = (new ReflectionExtension('encart'))->getClassNames();
echo count($all), ' functions, ', count($classes), ' classes, ', $count > 80 ? 'compared' : $count, "\n";
?>
--EXPECT--
4 functions, 5 classes, compared
