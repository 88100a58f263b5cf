package io.streamgauge.schemas.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Turns YAML text into {@link ConfigNode}s that remember their lines. */
public final class YamlDocument {

    private static final Pattern UNQUOTED =
            Pattern.compile("\\s*(?:- +)?([A-Za-z_][\\w.-]*): +([^\"'\\[{|>&*#\\s].*:(?:\\s.*)?)");

    private YamlDocument() {}

    /**
     * Reads a file.
     *
     * @throws ConfigException when the file cannot be read or is no YAML
     */
    public static ConfigNode read(Path file) {
        if (Files.isDirectory(file)) {
            throw fail(file.toString(), 0, "it is a directory; expected a pipeline document");
        }
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw fail(file.toString(), 0, "there is no such file");
        } catch (CharacterCodingException e) {
            throw fail(file.toString(), 0, "the file is not UTF-8 text");
        } catch (IOException e) {
            throw fail(file.toString(), 0, "cannot read the file: " + e);
        }
    }

    /**
     * Reads text.
     *
     * @param file the name to show in problems
     * @throws ConfigException when the text is no YAML, or its root is no mapping
     */
    public static ConfigNode parse(String file, String yaml) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file)
                .setUseMarks(true)
                .setAllowDuplicateKeys(false)
                .build();
        try {
            Node root = new Compose(settings)
                    .composeReader(new StringReader(yaml))
                    .orElseThrow(() -> fail(file, 1, "the document is empty"));
            if (!(root instanceof MappingNode)) {
                throw fail(file, lineOf(root), "expected a mapping at the top, such as 'pipeline: fraud'");
            }
            return convert(file, "", root);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw fail(file, line, "not valid YAML: " + e.getProblem() + unquoted(yaml, line));
        } catch (YamlEngineException e) {
            throw fail(file, 1, "not valid YAML: " + e.getMessage());
        }
    }

    /** The usual slip: a formula such as {@code x > 1 ? 1 : 0} without quotes, in which YAML sees a key. */
    private static String unquoted(String yaml, int line) {
        Matcher matcher =
                UNQUOTED.matcher(yaml.lines().skip(line - 1L).findFirst().orElse(""));
        if (!matcher.matches()) {
            return "";
        }
        String value = matcher.group(2).strip();
        String quote = value.contains("\"") ? "'" : "\"";
        return "; the value of '" + matcher.group(1) + "' has ': ' in it, so put it in quotes"
                + (value.contains(quote) ? "" : ": " + matcher.group(1) + ": " + quote + value + quote);
    }

    private static ConfigException fail(String file, int line, String message) {
        return new ConfigException(List.of(new Problem(file, line, "", message)));
    }

    private static int lineOf(Node node) {
        return node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    private static ConfigNode convert(String file, String path, Node node) {
        int line = lineOf(node);
        if (node.isRecursive()) {
            throw fail(file, line, path + ": an alias points at what it stands in");
        }
        if (node instanceof ScalarNode scalar) {
            boolean empty = Tag.NULL.equals(scalar.getTag());
            return leaf(
                    file,
                    line,
                    path,
                    empty ? null : scalar.getValue(),
                    empty ? ConfigNode.Kind.EMPTY : ConfigNode.Kind.SCALAR);
        }
        if (node instanceof SequenceNode sequence) {
            List<ConfigNode> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(convert(file, path + "[" + items.size() + "]", item));
            }
            return new ConfigNode(file, line, path, null, List.copyOf(items), Map.of(), ConfigNode.Kind.LIST);
        }
        Map<String, ConfigNode> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw fail(file, lineOf(tuple.getKeyNode()), "a key must be a plain word");
            }
            String childPath = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            ConfigNode child = convert(file, childPath, tuple.getValueNode());
            // A nested mapping starts on the line below its key; problems should point at the key.
            if (entries.put(key.getValue(), atLine(child, lineOf(key))) != null) {
                throw fail(file, lineOf(key), childPath + ": the key stands twice");
            }
        }
        return new ConfigNode(
                file,
                line,
                path,
                null,
                List.of(),
                java.util.Collections.unmodifiableMap(entries),
                ConfigNode.Kind.MAPPING);
    }

    private static ConfigNode leaf(String file, int line, String path, @Nullable String text, ConfigNode.Kind kind) {
        return new ConfigNode(file, line, path, text, List.of(), Map.of(), kind);
    }

    private static ConfigNode atLine(ConfigNode node, int line) {
        return new ConfigNode(node.file(), line, node.path(), node.text(), node.items(), node.entries(), node.kind());
    }
}
