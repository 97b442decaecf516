package dev.meshwright.io.document;

import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the text of Word's XML (ECMA-376 part 1, WordprocessingML): paragraphs, headings, lists, tables. What was deleted
 * under revision, field codes, and the second copy that older programs get of drawings are left out; raised digits become
 * powers.
 */
final class WordReader {

    /** More than this nested is no document. */
    private static final int DEEPEST = 200;

    /** A table under way; tables nest. */
    private static final class Table {
        final int number;
        final List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder cell = new StringBuilder();

        Table(int number) {
            this.number = number;
        }
    }

    /** A paragraph under way; those of text boxes lie within others. */
    private static final class Paragraph {
        final StringBuilder text = new StringBuilder();
        int heading;
        int list = -1;
        boolean raised;
    }

    private final Outline outline;
    private final Map<String, Integer> headingOfStyle;
    private final String part;
    private final Deque<Paragraph> paragraphs = new ArrayDeque<>();
    private final Deque<Table> tables = new ArrayDeque<>();
    private int paragraphCount;
    private int tableCount;
    private int depth;

    /**
     * A reader of one part.
     *
     * @param outline takes what is read
     * @param headingOfStyle levels of the styles that are headings
     * @param part prefix of places; empty for the body
     */
    WordReader(Outline outline, Map<String, Integer> headingOfStyle, String part) {
        this.outline = outline;
        this.headingOfStyle = headingOfStyle;
        this.part = part;
    }

    /** A factory that resolves nothing outside the text: no document type, no entities. */
    static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    void read(Reader text) throws XMLStreamException {
        XMLStreamReader xml = factory().createXMLStreamReader(text);
        try {
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> start(xml);
                    case XMLStreamConstants.END_ELEMENT -> {
                        depth--;
                        end(xml.getLocalName());
                    }
                    case XMLStreamConstants.DTD ->
                        throw new XMLStreamException("has a document type, which no Word file has");
                    default -> {}
                }
            }
        } finally {
            xml.close();
        }
    }

    private void start(XMLStreamReader xml) throws XMLStreamException {
        if (++depth > DEEPEST) {
            throw new XMLStreamException("is nested deeper than " + DEEPEST + " levels");
        }
        switch (xml.getLocalName()) {
            case "Fallback", "instrText", "delText", "del", "moveFrom" -> skip(xml);
            case "p" -> paragraphs.push(new Paragraph());
            case "tbl" -> tables.push(new Table(++tableCount));
            case "tr" -> row();
            case "tc" -> cell();
            default -> inParagraph(xml);
        }
    }

    private void row() {
        if (!tables.isEmpty()) {
            tables.peek().row = new ArrayList<>();
        }
    }

    private void cell() {
        if (!tables.isEmpty()) {
            tables.peek().cell = new StringBuilder();
        }
    }

    private void inParagraph(XMLStreamReader xml) throws XMLStreamException {
        Paragraph paragraph = paragraphs.peek();
        if (paragraph == null) {
            return;
        }
        switch (xml.getLocalName()) {
            case "pStyle" -> paragraph.heading = headingOfStyle.getOrDefault(value(xml), 0);
            case "outlineLvl" -> paragraph.heading = level(value(xml));
            case "ilvl" -> paragraph.list = Math.max(0, level(value(xml)) - 1);
            case "numPr" -> paragraph.list = Math.max(0, paragraph.list);
            case "rPr" -> paragraph.raised = false;
            case "vertAlign" -> paragraph.raised = "superscript".equals(value(xml));
            case "t" -> text(paragraph, content(xml));
            case "tab", "ptab" -> paragraph.text.append('\t');
            case "br", "cr" -> paragraph.text.append('\n');
            case "noBreakHyphen" -> paragraph.text.append('-');
            case "r" -> paragraph.raised = false;
            default -> {}
        }
    }

    /** Digits that are raised behind a ten are its power; other raised digits are marks of notes or units. */
    private static void text(Paragraph paragraph, String text) {
        boolean power = paragraph.raised && paragraph.text.toString().endsWith("10");
        boolean mark = paragraph.raised && !power && !text.isEmpty() && Character.isDigit(text.charAt(0));
        paragraph.text.append(power ? "^" : mark ? " " : "").append(text);
    }

    private String content(XMLStreamReader xml) throws XMLStreamException {
        boolean formula = xml.getNamespaceURI() != null && xml.getNamespaceURI().endsWith("/math");
        StringBuilder text = new StringBuilder();
        int open = 1;
        while (open > 0 && xml.hasNext()) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> open++;
                case XMLStreamConstants.END_ELEMENT -> open--;
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(xml.getText());
                default -> {}
            }
        }
        depth--;
        // Numerator and denominator of a formula are no single number.
        return formula ? text + "  " : text.toString();
    }

    private void skip(XMLStreamReader xml) throws XMLStreamException {
        int open = 1;
        while (open > 0 && xml.hasNext()) {
            int event = xml.next();
            open += event == XMLStreamConstants.START_ELEMENT ? 1 : event == XMLStreamConstants.END_ELEMENT ? -1 : 0;
        }
        depth--;
    }

    private void end(String name) {
        switch (name) {
            case "p" -> paragraph();
            case "tc" -> {
                if (!tables.isEmpty()) {
                    tables.peek().row.add(tables.peek().cell.toString().strip());
                }
            }
            case "tr" -> {
                if (!tables.isEmpty()) {
                    tables.peek().rows.add(tables.peek().row);
                }
            }
            case "tbl" -> table();
            default -> {}
        }
    }

    private void paragraph() {
        Paragraph paragraph = paragraphs.pop();
        String text = paragraph.text.toString().strip();
        if (!tables.isEmpty()) {
            tables.peek().cell.append(tables.peek().cell.isEmpty() ? "" : "\n").append(text);
            return;
        }
        paragraphCount++;
        String place = part + "paragraph " + paragraphCount;
        if (paragraph.heading > 0) {
            outline.heading(paragraph.heading, text, place);
        } else {
            // Word has no indentation of paragraphs in lists: what is no item stands above all of them.
            outline.prose(paragraph.list < 0 ? 0 : 2 * paragraph.list + 1, text, place);
        }
    }

    private void table() {
        Table table = tables.pop();
        List<String> places = new ArrayList<>();
        for (int row = 1; row <= table.rows.size(); row++) {
            places.add(part + "table " + table.number + ", row " + row);
        }
        outline.table(1, table.rows, places);
    }

    private static String value(XMLStreamReader xml) {
        for (int index = 0; index < xml.getAttributeCount(); index++) {
            if (xml.getAttributeLocalName(index).equals("val")) {
                return xml.getAttributeValue(index);
            }
        }
        return "";
    }

    /** Outline levels count from 0 to 8; 9 is body text. */
    private static int level(String value) {
        return value.matches("[0-8]") ? Integer.parseInt(value) + 1 : 0;
    }
}
