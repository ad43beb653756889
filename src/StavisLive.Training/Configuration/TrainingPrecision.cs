namespace StavisLive.Training.Configuration;

/// <summary>What the trunk computes in; weights, heads and losses are float32 in any case.</summary>
public enum TrainingPrecision
{
    /// <summary>Single precision.</summary>
    Fp32,

    /// <summary>bfloat16: two to three times faster on processors with AVX512_BF16 or AMX, slower on others.</summary>
    Bf16,
}
