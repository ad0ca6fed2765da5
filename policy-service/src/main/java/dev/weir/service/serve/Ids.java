package dev.weir.service.serve;

import dev.weir.schemas.wire.Refusal;

/** Ids from outside: they come into logs, topics and pages, where a line break would begin something new. */
final class Ids {
    private Ids() {}

    /** The id, which has no control characters. */
    static String checked(String id, String field) {
        for (int i = 0; i < id.length(); i++) {
            if (Character.isISOControl(id.charAt(i))) {
                String shown = "'" + id.replaceAll("\\p{Cntrl}", "?") + "'";
                throw new Refusal(field, shown, "text without control characters");
            }
        }
        return id;
    }
}
