namespace StavisLive.Model.Checkpoints;

/// <summary>What a stored tensor is made of.</summary>
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
