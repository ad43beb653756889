namespace StavisLive.Core.Inference;

/// <summary>What kinds of device the network can be computed on.</summary>
public enum ComputeDeviceKind
{
    /// <summary>CUDA where there is such a device, else the processor.</summary>
    Auto,

    /// <summary>The processor.</summary>
    Cpu,

    /// <summary>A CUDA device.</summary>
    Cuda,
}
