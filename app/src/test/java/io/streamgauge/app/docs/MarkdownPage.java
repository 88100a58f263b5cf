package io.streamgauge.app.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page of the documentation: its links, its inline code and its fenced blocks. */
record MarkdownPage(Path file, List<Link> links, List<String> inlineCode, List<Block> blocks) {

    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern INLINE = Pattern.compile("`([^`]+)`");
    private static final String FENCE = "```";

    /** A link and the line it stands on, from 1. */
    record Link(String target, int line) {

        boolean isRelative() {
            return !target.contains("://") && !target.startsWith("#") && !target.startsWith("mailto:");
        }
    }

    /** A fenced block and the line of its fence, from 1. */
    record Block(Path file, String language, List<String> lines, int line) {

        String text() {
            return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
        }

        @Override
        public String toString() {
            return file.getFileName() + ":" + line;
        }
    }

    static MarkdownPage read(Path file) {
        List<Link> links = new ArrayList<>();
        List<String> inline = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        Optional<Block> open = Optional.empty();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith(FENCE)) {
                open.ifPresent(blocks::add);
                open = open.isPresent()
                        ? Optional.empty()
                        : Optional.of(
                                new Block(file, line.substring(FENCE.length()).strip(), new ArrayList<>(), i + 1));
            } else if (open.isPresent()) {
                open.get().lines().add(line);
            } else {
                for (String target : groups(LINK, line)) {
                    links.add(new Link(target, i + 1));
                }
                inline.addAll(groups(INLINE, line));
            }
        }
        return new MarkdownPage(file, links, inline, blocks);
    }

    /** The last linked YAML file before a block: the one the block shows. */
    Optional<Path> yamlLinkedBefore(Block block) {
        return links.stream()
                .filter(link -> link.line() < block.line() && link.target().endsWith(".yaml"))
                .reduce((first, second) -> second)
                .map(link -> file.resolveSibling(link.target()));
    }

    @Override
    public String toString() {
        return file.getFileName().toString();
    }

    private static List<String> groups(Pattern pattern, String line) {
        return pattern.matcher(line)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
