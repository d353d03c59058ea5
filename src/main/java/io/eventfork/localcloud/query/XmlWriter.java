package io.eventfork.localcloud.query;

import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes the XML documents of the AWS Query protocol. What XML can't carry is written as U+FFFD.
 *
 * <p>Not thread-safe: one instance writes one document.
 */
public final class XmlWriter {

    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter xml;

    /** A write into memory does not fail. */
    private interface Step {
        void run() throws XMLStreamException;
    }

    /**
     * Opens a document.
     *
     * @param root the name of the root element
     * @param namespace the default namespace
     */
    public XmlWriter(String root, String namespace) {
        try {
            xml = FACTORY.createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("Cannot write XML into memory.", e);
        }
        run(
                () -> {
                    xml.writeStartElement(root);
                    xml.writeDefaultNamespace(namespace);
                });
    }

    /** Opens an element. */
    public XmlWriter open(String name) {
        run(() -> xml.writeStartElement(name));
        return this;
    }

    /** Closes the element opened last. */
    public XmlWriter close() {
        run(xml::writeEndElement);
        return this;
    }

    /** Writes an element that holds a text. */
    public XmlWriter text(String name, String value) {
        run(
                () -> {
                    xml.writeStartElement(name);
                    xml.writeCharacters(printable(value));
                    xml.writeEndElement();
                });
        return this;
    }

    /** Writes a map as {@code entry} elements of {@code key} and {@code value}. */
    public XmlWriter map(String name, Map<String, String> entries) {
        open(name);
        entries.forEach(
                (key, value) -> open("entry").text("key", key).text("value", value).close());
        return close();
    }

    /** Closes the document. */
    public byte[] toBytes() {
        run(xml::writeEndDocument);
        run(xml::flush);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String printable(String value) {
        return XmlText.isPrintable(value)
                ? value
                : value.codePoints()
                        .map(c -> XmlText.isPrintable(c) ? c : 0xFFFD)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
    }

    private static void run(Step step) {
        try {
            step.run();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("Cannot write XML into memory.", e);
        }
    }
}
