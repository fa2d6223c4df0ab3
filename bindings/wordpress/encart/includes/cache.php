<?php
/**
 * Rendered posts in WordPress's object cache, for sites that have a lasting one. Each entry
 * remembers what it depends on, as the report tells, and the version that this had; a change
 * counts the version up, and the entry is no longer found to be good.
 */

namespace Encart\WordPress;

defined('ABSPATH') || exit;

const CACHE = 'encart';

function version_of(string $name): string
{
    $version = wp_cache_get("v:$name", CACHE);
    if ($version === false) {
        $version = uniqid('', true);
        wp_cache_set("v:$name", $version, CACHE);
    }
    return (string) $version;
}

function changed(string ...$names): void
{
    foreach ($names as $name) {
        wp_cache_set("v:$name", uniqid('', true), CACHE);
    }
}

/** Names of what a report depends on. A list of related articles may change with any article. */
function dependencies(array $report): array
{
    $names = ['settings'];
    foreach ($report['dependencies'] as $one) {
        if (isset($one['article'])) {
            $names[] = $one['article'];
        }
        if (isset($one['related']) || isset($one['title'])) {
            $names[] = 'related';
        }
    }
    return array_values(array_unique($names));
}

function cached(string $key): ?array
{
    $entry = wp_cache_get($key, CACHE);
    if (!is_array($entry)) {
        return null;
    }
    foreach ($entry['versions'] as $name => $version) {
        if (version_of($name) !== $version) {
            return null;
        }
    }
    return $entry;
}

function keep(string $key, array $entry, array $report): void
{
    if (!$report['cacheable']) {
        return;
    }
    $entry['versions'] = [];
    foreach (dependencies($report) as $name) {
        $entry['versions'][$name] = version_of($name);
    }
    wp_cache_set($key, $entry, CACHE, min(DAY_IN_SECONDS, $report['max_age'] ?? DAY_IN_SECONDS));
}
