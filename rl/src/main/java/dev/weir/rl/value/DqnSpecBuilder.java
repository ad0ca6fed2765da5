package dev.weir.rl.value;

import dev.weir.rl.network.Activation;
import dev.weir.rl.network.KernelChoice;
import dev.weir.rl.value.DqnSpec.Prioritised;
import dev.weir.rl.value.DqnSpec.Sampling;
import dev.weir.rl.value.DqnSpec.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The defaults of {@link DqnSpec}, each of which can be set; what they mean stands there. */
public final class DqnSpecBuilder {
    private List<Integer> hidden = List.of(64, 64);
    private Activation activation = Activation.RELU;
    private boolean layerNorm = false;
    private double learningRate = 1e-3;
    private int batch = 64;
    private int trainEvery = 1;
    private int warmUp = 1000;
    private int replayCapacity = 100_000;
    private int nStep = 3;
    private boolean doubleQ = true;
    private boolean dueling = false;
    private int quantiles = 0;
    private int basis = 0;
    private double huber = 1;
    private Sampling sampling = Sampling.UNIFORM;
    private @Nullable Prioritised prioritised;
    private Target target = new Target(0, 0.005);
    private double average = 1e-3;
    private double clip = 10;
    private boolean centreRewards = false;
    private boolean scaleRewards = true;
    private EpsilonGreedy exploration = new EpsilonGreedy(0.05, 1, 5000);
    private KernelChoice kernel = KernelChoice.AUTO;

    DqnSpecBuilder() {}

    /** {@link DqnSpec#hidden()}. */
    public DqnSpecBuilder hidden(List<Integer> value) {
        this.hidden = value;
        return this;
    }

    /** {@link DqnSpec#activation()}. */
    public DqnSpecBuilder activation(Activation value) {
        this.activation = value;
        return this;
    }

    /** {@link DqnSpec#layerNorm()}. */
    public DqnSpecBuilder layerNorm(boolean value) {
        this.layerNorm = value;
        return this;
    }

    /** {@link DqnSpec#learningRate()}. */
    public DqnSpecBuilder learningRate(double value) {
        this.learningRate = value;
        return this;
    }

    /** {@link DqnSpec#batch()}. */
    public DqnSpecBuilder batch(int value) {
        this.batch = value;
        return this;
    }

    /** {@link DqnSpec#trainEvery()}. */
    public DqnSpecBuilder trainEvery(int value) {
        this.trainEvery = value;
        return this;
    }

    /** {@link DqnSpec#warmUp()}. */
    public DqnSpecBuilder warmUp(int value) {
        this.warmUp = value;
        return this;
    }

    /** {@link DqnSpec#replayCapacity()}. */
    public DqnSpecBuilder replayCapacity(int value) {
        this.replayCapacity = value;
        return this;
    }

    /** {@link DqnSpec#nStep()}. */
    public DqnSpecBuilder nStep(int value) {
        this.nStep = value;
        return this;
    }

    /** {@link DqnSpec#doubleQ()}. */
    public DqnSpecBuilder doubleQ(boolean value) {
        this.doubleQ = value;
        return this;
    }

    /** {@link DqnSpec#dueling()}. */
    public DqnSpecBuilder dueling(boolean value) {
        this.dueling = value;
        return this;
    }

    /** {@link DqnSpec#quantiles()}. */
    public DqnSpecBuilder quantiles(int value) {
        this.quantiles = value;
        return this;
    }

    /** {@link DqnSpec#basis()}. */
    public DqnSpecBuilder basis(int value) {
        this.basis = value;
        return this;
    }

    /** {@link DqnSpec#huber()}. */
    public DqnSpecBuilder huber(double value) {
        this.huber = value;
        return this;
    }

    /** {@link DqnSpec#sampling()}. */
    public DqnSpecBuilder sampling(Sampling value) {
        this.sampling = value;
        return this;
    }

    /** {@link DqnSpec#prioritised()}. */
    public DqnSpecBuilder prioritised(@Nullable Prioritised value) {
        this.prioritised = value;
        return this;
    }

    /** {@link DqnSpec#target()}. */
    public DqnSpecBuilder target(Target value) {
        this.target = value;
        return this;
    }

    /** {@link DqnSpec#average()}. */
    public DqnSpecBuilder average(double value) {
        this.average = value;
        return this;
    }

    /** {@link DqnSpec#clip()}. */
    public DqnSpecBuilder clip(double value) {
        this.clip = value;
        return this;
    }

    /** {@link DqnSpec#centreRewards()}. */
    public DqnSpecBuilder centreRewards(boolean value) {
        this.centreRewards = value;
        return this;
    }

    /** {@link DqnSpec#scaleRewards()}. */
    public DqnSpecBuilder scaleRewards(boolean value) {
        this.scaleRewards = value;
        return this;
    }

    /** {@link DqnSpec#exploration()}. */
    public DqnSpecBuilder exploration(EpsilonGreedy value) {
        this.exploration = value;
        return this;
    }

    /** {@link DqnSpec#kernel()}. */
    public DqnSpecBuilder kernel(KernelChoice value) {
        this.kernel = value;
        return this;
    }

    /**
     * The configuration.
     *
     * @throws IllegalArgumentException naming key, value and expectation
     */
    public DqnSpec build() {
        return new DqnSpec(
                hidden,
                activation,
                layerNorm,
                learningRate,
                batch,
                trainEvery,
                warmUp,
                replayCapacity,
                nStep,
                doubleQ,
                dueling,
                quantiles,
                basis,
                huber,
                sampling,
                prioritised,
                target,
                average,
                clip,
                centreRewards,
                scaleRewards,
                exploration,
                kernel);
    }
}
