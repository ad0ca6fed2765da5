package dev.weir.ingestion.join;

/** What one looks at in a distribution. */
record Pmf(int size, double sum, boolean improper) {
    static Pmf read(Cursor c) {
        int size = 0;
        double sum = 0;
        boolean improper = false;
        for (int n = c.block(); n > 0; n = c.block()) {
            for (int i = 0; i < n; i++) {
                double p = c.number();
                improper |= !(p >= 0);
                sum += p;
            }
            size += n;
        }
        return new Pmf(size, sum, improper);
    }
}
