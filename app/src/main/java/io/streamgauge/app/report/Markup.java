package io.streamgauge.app.report;

import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * An HTML document being written, well-formed as XML too. Every text and every attribute is escaped, so that what comes from data is
 * text whatever it looks like; there is no way to write markup that is not made here. Characters that XML does not have become
 * U+FFFD.
 */
final class Markup {

    private static final char REPLACEMENT = '\uFFFD';

    private final StringWriter out = new StringWriter();
    private final XMLStreamWriter xml;

    Markup() {
        try {
            // The JDK's own: another may write <td/> for an empty cell, which HTML reads as one that never ends.
            xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
            xml.writeDTD("<!DOCTYPE html>");
            line();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Opens an element. */
    Markup open(String name, String... attributes) {
        try {
            xml.writeStartElement(name);
            attributes(attributes);
            return this;
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Closes the element opened last. */
    Markup close() {
        try {
            xml.writeEndElement();
            return this;
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An element that holds nothing: one of HTML's void elements, or a shape. */
    Markup empty(String name, String... attributes) {
        try {
            xml.writeEmptyElement(name);
            attributes(attributes);
            return this;
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    Markup text(String text) {
        try {
            xml.writeCharacters(clean(text));
            return this;
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    /** An element that holds a text. */
    Markup element(String name, String text, String... attributes) {
        return open(name, attributes).text(text).close();
    }

    Markup line() {
        return text("\n");
    }

    /** The document, all elements closed. */
    String end() {
        try {
            xml.writeEndDocument();
            xml.flush();
            return out + "\n";
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    private void attributes(String... namesAndValues) throws XMLStreamException {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            xml.writeAttribute(namesAndValues[i], clean(namesAndValues[i + 1]));
        }
    }

    private static String clean(String text) {
        if (text.codePoints().allMatch(Markup::isXml)) {
            return text;
        }
        StringBuilder cleaned = new StringBuilder(text.length());
        text.codePoints().forEach(point -> cleaned.appendCodePoint(isXml(point) ? point : REPLACEMENT));
        return cleaned.toString();
    }

    private static boolean isXml(int point) {
        boolean control = point < ' ' && point != '\n' && point != '\t' && point != '\r';
        boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
        return !control && !surrogate && point != 0xFFFE && point != 0xFFFF;
    }
}
