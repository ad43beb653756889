namespace StavisLive.Model.Checkpoints;

/// <summary>The number types that stored tensors can have.</summary>
internal enum ElementType
{
    Float32,
    Float64,
    Float16,
    BFloat16,
    Int64,
    Int32,
    Int16,
    Int8,
    UInt8,
    Bool,
}
