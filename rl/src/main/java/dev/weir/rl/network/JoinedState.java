package dev.weir.rl.network;

import dev.weir.rl.learn.SavedPages;
import java.util.List;

/** Several parts as one state, one after another; only the last may grow. Confined to one thread. */
public final class JoinedState implements StatePart {
    private final List<StatePart> parts;

    /** Parts in the order of their pages. */
    public JoinedState(List<StatePart> parts) {
        this.parts = List.copyOf(parts);
    }

    @Override
    public int pages() {
        int pages = 0;
        for (StatePart part : parts) {
            pages += part.pages();
        }
        return pages;
    }

    @Override
    public byte[] page(int index) {
        int i = index;
        for (StatePart part : parts) {
            if (i < part.pages()) {
                return part.page(i);
            }
            i -= part.pages();
        }
        throw new IndexOutOfBoundsException("page " + index + " of " + pages());
    }

    @Override
    public boolean dirty(int index) {
        int i = index;
        for (StatePart part : parts) {
            if (i < part.pages()) {
                return part.dirty(i);
            }
            i -= part.pages();
        }
        throw new IndexOutOfBoundsException("page " + index + " of " + pages());
    }

    @Override
    public void markClean() {
        parts.forEach(StatePart::markClean);
    }

    @Override
    public void validate(SavedPages pages) {
        each(pages, StatePart::validate);
    }

    @Override
    public void take(SavedPages pages) {
        each(pages, StatePart::take);
    }

    @Override
    public void keepIn(SavedPages saved) {
        int from = 0;
        for (int i = 0; i < parts.size(); i++) {
            boolean last = i == parts.size() - 1;
            int to = last ? Integer.MAX_VALUE : from + parts.get(i).pages();
            parts.get(i).keepIn(saved.slice(from, to));
            from = to;
        }
    }

    private interface Action {
        void on(StatePart part, SavedPages pages);
    }

    private void each(SavedPages pages, Action action) {
        int from = 0;
        for (int i = 0; i < parts.size(); i++) {
            boolean last = i == parts.size() - 1;
            int to = last ? Math.max(from, pages.count()) : from + parts.get(i).pages();
            if (to > pages.count()) {
                throw new IllegalArgumentException("state must have at least " + to + " pages, had " + pages.count());
            }
            action.on(parts.get(i), pages.slice(from, to));
            from = to;
        }
    }
}
