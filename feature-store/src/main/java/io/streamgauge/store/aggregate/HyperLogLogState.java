package io.streamgauge.store.aggregate;

import io.streamgauge.store.binary.ByteReader;
import io.streamgauge.store.binary.ByteWriter;
import java.util.Arrays;

/**
 * HyperLogLog [1] over 64-bit hashes: of the hashes whose first p bits name a register, that register holds the greatest
 * number of leading zeros behind them, plus one. While few registers are set, they stand in a sorted list; both forms say the
 * same, and which one it is follows from the values alone.
 *
 * <p>The estimate is Ertl's [2], which needs no tables from none to the most; on average it is too great by about 1.08 / 2^p
 * at most, a small part of its error. It depends on the registers alone, not on the order of the values as estimates of the
 * kind "historic inverse probability" do.
 *
 * <p>[1] P. Flajolet, E. Fusy, O. Gandouet, F. Meunier, HyperLogLog, AofA 2007. [2] O. Ertl, New cardinality estimation
 * algorithms for HyperLogLog sketches, arXiv:1702.01284, 2017, algorithm 6.
 */
final class HyperLogLogState implements Accumulator {

    private static final int RANK_BITS = 6;
    private static final int RANK = (1 << RANK_BITS) - 1;
    private static final double ALPHA = 0.5 / 0.6931471805599453; // 1 / (2 ln 2)

    private final int precision;
    /** The greatest number of a register. */
    private final int greatest;
    /** Registers with their numbers, ascending; the first {@link #size} count. */
    private int[] list = new int[4];

    private int size;
    /** All registers, or empty while the list serves. */
    private byte[] registers = new byte[0];

    HyperLogLogState(int precision) {
        this.precision = precision;
        this.greatest = Long.SIZE - precision + 1;
    }

    @Override
    public void add(long timeMs, double value) {
        long hash = Distinct.hash(Distinct.canonical(value));
        int register = (int) (hash >>> (Long.SIZE - precision));
        int rank = Math.min(Long.numberOfLeadingZeros(hash << precision) + 1, greatest);
        raise(register, rank);
    }

    private void raise(int register, int rank) {
        if (registers.length > 0) {
            registers[register] = (byte) Math.max(registers[register], rank);
            return;
        }
        int at = lowerBound(register << RANK_BITS);
        if (at < size && list[at] >>> RANK_BITS == register) {
            list[at] = Math.max(list[at], (register << RANK_BITS) | rank);
        } else {
            insert(at, (register << RANK_BITS) | rank);
        }
    }

    private int lowerBound(int entry) {
        int at = Arrays.binarySearch(list, 0, size, entry);
        return at < 0 ? -at - 1 : at;
    }

    private void insert(int at, int entry) {
        if (size == list.length) {
            list = Arrays.copyOf(list, 2 * size);
        }
        System.arraycopy(list, at, list, at + 1, size - at);
        list[at] = entry;
        if (++size > (1 << precision) / 8) {
            toRegisters();
        }
    }

    private void toRegisters() {
        registers = new byte[1 << precision];
        for (int i = 0; i < size; i++) {
            registers[list[i] >>> RANK_BITS] = (byte) (list[i] & RANK);
        }
        size = 0;
    }

    @Override
    public void merge(Accumulator newer) {
        HyperLogLogState other = (HyperLogLogState) newer;
        if (other.registers.length == 0) {
            for (int i = 0; i < other.size; i++) {
                raise(other.list[i] >>> RANK_BITS, other.list[i] & RANK);
            }
            return;
        }
        if (registers.length == 0) {
            toRegisters();
        }
        byte[] others = other.registers;
        for (int i = 0; i < registers.length; i++) {
            registers[i] = (byte) Math.max(registers[i], others[i]);
        }
    }

    /** Number of distinct values, estimated. */
    double estimate() {
        int[] registersOf = new int[greatest + 1];
        for (byte rank : registers) {
            registersOf[rank]++;
        }
        for (int i = 0; i < size; i++) {
            registersOf[list[i] & RANK]++;
        }
        double m = 1 << precision;
        if (registers.length == 0) {
            registersOf[0] = (1 << precision) - size;
        }
        double z = m * tau(1 - registersOf[greatest] / m);
        for (int rank = greatest - 1; rank >= 1; rank--) {
            z = 0.5 * (z + registersOf[rank]);
        }
        z += m * sigma(registersOf[0] / m);
        return ALPHA * m * m / z;
    }

    /** {@code x + sum 2^(k-1) x^(2^k)}, infinite for 1. */
    private static double sigma(double share) {
        if (share == 1) {
            return Double.POSITIVE_INFINITY;
        }
        double x = share;
        double y = 1;
        double z = x;
        double before;
        do {
            x *= x;
            before = z;
            z += x * y;
            y += y;
        } while (z != before);
        return z;
    }

    /** {@code (1 - x - sum (1 - x^(2^-k))^2 2^-k) / 3}. */
    private static double tau(double share) {
        if (share == 0 || share == 1) {
            return 0;
        }
        double x = share;
        double y = 1;
        double z = 1 - x;
        double before;
        do {
            x = Math.sqrt(x);
            before = z;
            y *= 0.5;
            z -= (1 - x) * (1 - x) * y;
        } while (z != before);
        return z / 3;
    }

    @Override
    public void clear() {
        size = 0;
        registers = new byte[0];
    }

    /** 0, the length of the list, the first entry and the steps between them; or 1 and all registers. */
    @Override
    public void write(ByteWriter out) {
        out.put(registers.length > 0 ? 1 : 0);
        if (registers.length > 0) {
            for (byte register : registers) {
                out.put(register);
            }
            return;
        }
        out.putVarint(size);
        int before = 0;
        for (int i = 0; i < size; i++) {
            out.putVarint(list[i] - before);
            before = list[i];
        }
    }

    @Override
    public void read(ByteReader in) {
        clear();
        int form = in.next();
        if (form == 0) {
            readList(in);
        } else if (form == 1) {
            readRegisters(in);
        } else {
            throw new IllegalArgumentException("form " + form + "; it must be 0 or 1");
        }
    }

    private void readList(ByteReader in) {
        int written = Lengths.read(in, (1 << precision) / 8);
        long before = 0;
        for (int i = 0; i < written; i++) {
            long step = in.nextVarint();
            long entry = before + step;
            long register = entry >>> RANK_BITS;
            boolean ascending =
                    step > 0 && step <= (1 << (precision + RANK_BITS)) && (i == 0 || register > before >>> RANK_BITS);
            if (!ascending || register >>> precision != 0) {
                throw new IllegalArgumentException("entry " + entry + " stands after " + before);
            }
            insert(size, (int) (register << RANK_BITS) | rank((int) entry & RANK, 1));
            before = entry;
        }
    }

    private void readRegisters(ByteReader in) {
        byte[] written = new byte[1 << precision];
        int set = 0;
        for (int i = 0; i < written.length; i++) {
            written[i] = (byte) rank(in.next(), 0);
            set += written[i] == 0 ? 0 : 1;
        }
        if (set <= written.length / 8) {
            throw new IllegalArgumentException("so few registers, " + set + ", are written as a list");
        }
        registers = written;
    }

    private int rank(int rank, int least) {
        if (rank < least || rank > greatest) {
            throw new IllegalArgumentException("a register holds " + rank + "; " + greatest + " is the most");
        }
        return rank;
    }
}
