package dev.weir.service.http;

import dev.weir.schemas.wire.Refusal;
import dev.weir.schemas.wire.StrictJson;
import java.util.function.ObjIntConsumer;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;

/** Reads {@code {"<name>": [item, …]}}: an item that is refused does not stop the next. */
final class BatchReader {
    /** Items of a batch. */
    static final int MAX_ITEMS = 50_000;

    private BatchReader() {}

    /** Reads one item that the parser stands on, and leaves it on the item's end. */
    @FunctionalInterface
    interface Item {
        void read(JsonParser parser, int index);
    }

    /**
     * Reads all.
     *
     * @param refused is given what is wrong with an item, and its index
     * @return number of items
     */
    static int read(byte[] json, String name, Item item, ObjIntConsumer<Refusal> refused) {
        return StrictJson.read(json, p -> {
            StrictJson.object(p, "body");
            String key = p.nextName();
            if (key == null || !key.equals(name)) {
                throw new Refusal(
                        key == null ? name : key, key == null ? "absent" : "an unknown key", "the key " + name);
            } else if (p.nextToken() != JsonToken.START_ARRAY) {
                throw StrictJson.wrong(p, name, "a list");
            }
            int index = 0;
            while (p.nextToken() != JsonToken.END_ARRAY) {
                if (index == MAX_ITEMS) {
                    throw new Refusal(name, "more than " + MAX_ITEMS, "at most " + MAX_ITEMS + " items");
                }
                one(p, item, index++, refused);
            }
            if (p.nextToken() != JsonToken.END_OBJECT) {
                throw new Refusal(String.valueOf(p.currentName()), "an unknown key", "only the key " + name);
            }
            return index;
        });
    }

    private static void one(JsonParser p, Item item, int index, ObjIntConsumer<Refusal> refused) {
        int depth = depth(p.streamReadContext()) - (p.currentToken() == JsonToken.START_OBJECT ? 1 : 0);
        try {
            if (p.currentToken() == JsonToken.START_ARRAY) {
                p.skipChildren();
                throw new Refusal("[" + index + "]", "a list", "an object");
            }
            item.read(p, index);
        } catch (Refusal e) {
            refused.accept(e, index);
            while (depth(p.streamReadContext()) > depth && p.nextToken() != null) {
                continue; // to the item's end
            }
        }
    }

    private static int depth(TokenStreamContext context) {
        return context.getNestingDepth();
    }
}
