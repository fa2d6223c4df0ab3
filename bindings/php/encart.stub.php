<?php

/**
 * The API of the extension, for people, editors and static analysis.
 * encart_arginfo.h says the same in C; tests/reflection.phpt compares them.
 *
 * @generate-class-entries
 */

namespace Encart {
    /** The version of the linked library. */
    function version(): string {}

    /**
     * HTML in, safe canonical fragment out, by the policy of the engine that the ini settings
     * describe. `$removed` becomes a list of what was taken out and why.
     */
    function sanitise(string $html, array $options = [], mixed &$removed = null): string {}

    /** The fragment without the boxes that a render put in. */
    function strip(string $html): string {}

    /**
     * Fills the holes of rendered HTML: `$fill(string $name, array $params): ?string` gives
     * trusted HTML, or null to leave the hole as it is.
     */
    function fill_holes(string $html, callable $fill): string {}

    /** What the library refused. getCode() is one of the constants, all negative. */
    final class Exception extends \RuntimeException
    {
        const INVALID = -1;
        const NO_MEMORY = -2;
        const IO = -3;
        const PARSE = -4;
        const LIMIT = -5;
        const CONFIG = -6;
        const PLUGIN = -7;
        const NOT_FOUND = -8;
        const BUSY = -9;
        const CORRUPT = -10;
        const UNSUPPORTED = -11;
        const INTERNAL = -12;

        /** The status's C name, "ENCART_EPARSE" for example. */
        public readonly string $status;
        /** "config", "load", "sanitise", "plugin", "place", "render", "collection" or "". */
        public readonly string $stage;
        /** The file or plugin that the message is about, or "". */
        public readonly string $source;
        /** Lines and columns count from 1; 0 is unknown. */
        public readonly int $sourceLine;
        public readonly int $sourceColumn;
        /** In bytes. */
        public readonly int $sourceOffset;
        /** The place inside a JSON document: "authors[2].name". */
        public readonly string $path;
    }

    final class Engine
    {
        /**
         * @param array|string|null $config an array, JSON (begins with "{" or "["), or the name of a
         *        file; null: the ini setting encart.config
         * @param array{plugin_paths?: list<string>, plugins?: list<string>,
         *        collection?: string|Collection|null, services?: array<string, callable>,
         *        log?: callable} $options
         */
        public function __construct(array|string|null $config = null, array $options = []) {}

        /** The same, but the engine inside is kept for the requests to come. */
        public static function shared(array|string|null $config = null, array $options = []): Engine {}

        /** @param array|string $document an article document, or bytes in any format */
        public function load(array|string $document, array $options = []): Article {}

        /** What a render will ask for: {needs: […]}. */
        public function plan(Article $article, array $options = []): array {}

        public function render(Article $article, array $options = []): Result {}

        public function sanitise(string $html, array $options = [], mixed &$removed = null): string {}

        public function strip(string $html): string {}

        /** What was wrong with the configuration and the plugins. */
        public function diagnostics(): array {}

        /** The enabled plugins, with their settings. */
        public function plugins(): array {}

        /** The collection that renders look articles up in. */
        public function collection(): ?Collection {}
    }

    final class Article
    {
        private function __construct() {}

        public static function load(Engine $engine, array|string $document, array $options = []): Article {}

        public function id(): string {}

        public function title(): string {}

        /** The canonical HTML of the body, without boxes. */
        public function html(): string {}

        public function text(): string {}

        /** Metadata, body and what loading did, as JSON. */
        public function json(): string {}

        public function toArray(): array {}

        /** To be loaded again at copy speed. */
        public function save(): string {}
    }

    final class Result implements \Stringable
    {
        private function __construct() {}

        public function html(): string {}

        public function report(): array {}

        public function reportJson(): string {}

        /** "head", "before-title", "after-title", "after-lede", "after-body", "aside", "footer". */
        public function slot(string $slot): string {}

        /** The stylesheets of the plugins that have a box here, safe in a style element. */
        public function css(): string {}

        /** As the render option explain ("text", "html") asked, else "". */
        public function explain(): string {}

        public function __toString(): string {}
    }

    final class Collection implements \Countable
    {
        /** @param array{create?: bool, readonly?: bool, busy_ms?: int} $options */
        public function __construct(string $path, array $options = []) {}

        /** @param array{origin?: string, stamp?: string} $options */
        public function put(Article $article, array $options = []): void {}

        /** False when there was no such article. */
        public function remove(string $id): bool {}

        public function get(string $id): ?array {}

        /** By exactly one of the two. */
        public function find(?string $url = null, ?string $title = null): ?array {}

        /**
         * Best first; empty for an id that is not there.
         * @param array{limit?: int, as_of?: string, half_life_days?: int, min_score?: int,
         *        lang?: string} $options
         */
        public function related(Article|string $article, array $options = []): array {}

        /** Calls `$work($this)` in a transaction: kept when it returns, undone when it throws. */
        public function transaction(callable $work): mixed {}

        public function mark(): void {}

        public function fresh(string $origin, ?string $stamp = null): bool {}

        /** How many were removed. */
        public function sweep(): int {}

        public function count(): int {}
    }
}
