package dev.meshwright.answer.report.block;

import java.util.ArrayList;
import java.util.List;

/**
 * A section of a page.
 *
 * @param id of its anchor
 * @param nav its title in few words
 * @param title of it
 * @param blocks from above
 */
public record Section(String id, String nav, String title, List<Block> blocks) {

    public Section {
        blocks = List.copyOf(blocks);
    }

    /** Gathers blocks; what would be empty is not gathered. */
    public static final class Builder {

        private final String id;
        private final String nav;
        private final String title;
        private final List<Block> blocks = new ArrayList<>();

        /** A section without blocks yet. */
        public Builder(String id, String nav, String title) {
            this.id = id;
            this.nav = nav;
            this.title = title;
        }

        public Builder add(Block block) {
            blocks.add(block);
            return this;
        }

        /** A paragraph, unless there is nothing to say. */
        public Builder say(String text) {
            return say(text, "");
        }

        public Builder say(String text, String tone) {
            if (!text.isBlank()) {
                blocks.add(new Block.Paragraph(text.strip(), tone));
            }
            return this;
        }

        /** A list, unless there is nothing in it. */
        public Builder list(List<String> items) {
            if (!items.isEmpty()) {
                blocks.add(new Block.Bullets(items));
            }
            return this;
        }

        public boolean isEmpty() {
            return blocks.isEmpty();
        }

        public Section build() {
            return new Section(id, nav, title, blocks);
        }
    }
}
