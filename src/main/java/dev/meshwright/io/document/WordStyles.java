package dev.meshwright.io.document;

import java.io.Reader;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Which styles of a Word document are headings. Ids of styles are translated, their names are not. */
final class WordStyles {

    private static final Pattern NAME = Pattern.compile("(?i)heading ([1-9])");
    private static final Pattern ID = Pattern.compile("(?i)heading([1-9])");

    private WordStyles() {}

    /** Levels of headings where the document describes no styles. */
    static Map<String, Integer> standard() {
        Map<String, Integer> levels = new HashMap<>();
        for (int level = 1; level <= 9; level++) {
            levels.put("Heading" + level, level);
        }
        levels.put("Title", 1);
        return levels;
    }

    /** Level by id of each style that is a heading. */
    static Map<String, Integer> read(Reader text) throws XMLStreamException {
        Map<String, Integer> levels = standard();
        XMLStreamReader xml = WordReader.factory().createXMLStreamReader(text);
        String style = "";
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT) {
                continue;
            }
            switch (xml.getLocalName()) {
                case "style" -> style = attribute(xml, "styleId");
                case "name" -> level(style, attribute(xml, "val"), levels);
                case "outlineLvl" -> {
                    String value = attribute(xml, "val");
                    if (!style.isEmpty() && value.matches("[0-8]")) {
                        levels.putIfAbsent(style, Integer.parseInt(value) + 1);
                    }
                }
                default -> {}
            }
        }
        xml.close();
        return levels;
    }

    private static void level(String style, String name, Map<String, Integer> levels) {
        Matcher heading = NAME.matcher(name);
        Matcher id = ID.matcher(style);
        if (heading.matches()) {
            levels.put(style, Integer.parseInt(heading.group(1)));
        } else if (name.equalsIgnoreCase("title")) {
            levels.put(style, 1);
        } else if (!id.matches()) {
            levels.remove(style);
        }
    }

    private static String attribute(XMLStreamReader xml, String name) {
        for (int index = 0; index < xml.getAttributeCount(); index++) {
            if (xml.getAttributeLocalName(index).equals(name)) {
                return xml.getAttributeValue(index);
            }
        }
        return "";
    }
}
