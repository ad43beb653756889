namespace StavisLive.Core.Inference;

/// <summary>The numbers that the network computes with.</summary>
public enum InferencePrecision
{
    /// <summary>On the CPU the faster of float32 and bfloat16, measured at the first start with these weights; float16 on CUDA.</summary>
    Auto,

    /// <summary>float32: 32 bits, exact.</summary>
    Fp32,

    /// <summary>bfloat16: fast on processors with AVX512_BF16 or AMX, slow on others with AVX-512; those without it compute in float32.</summary>
    Bf16,

    /// <summary>float16: CUDA only.</summary>
    Fp16,
}
